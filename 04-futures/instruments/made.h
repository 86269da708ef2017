/* made.h - where tasks and futures are made, for debug mode: the calls that make them are
 * macros, which call the functions of the same names and note the file and the line.
 * (asyncio_create_task)(fn, arg) and &asyncio_create_task are the function. */
#ifndef ASYNCIO_MADE_H
#define ASYNCIO_MADE_H

/* NULL, but in debug mode: notes where this one was made, which may be NULL. */
extern void (*debug_made)(Future *future, const char *file, int line);

/* The memory of this future is about to be freed: debug mode forgets its maker. */
static inline void made_ends(Future *future);

void debug_forget_made(Future *future);

/* ==== Given: what debug mode sees ==== */

static inline Future *made_here(Future *future, const char *file, int line)
{
	if (__builtin_expect(debug_made != NULL, 0))
		debug_made(future, file, line);
	return future;
}

static inline void made_ends(Future *future)
{
	if (__builtin_expect(debug_made != NULL, 0))
		debug_forget_made(future);
}

/* These macros take any number of arguments: in C++ an argument may have commas in it. */
#define loop_create_future(...) \
	made_here(loop_create_future(__VA_ARGS__), __FILE__, __LINE__)

#endif

/* generator.h - functions that can pause: Python's generators. Read it first: it is
 * the table of contents of this chapter.
 *
 *   int fn(void *arg, void **result)     def fn(arg):
 *   generator_yield(value, &sent)            sent = yield value
 *   *result = value; return 0;               return value
 *   return -EIO;                             raise OSError(EIO)
 *
 * Unless its comment says otherwise, a function returns 0 or a negative errno. Every
 * void ** may be NULL; if there is no value, NULL is stored. A generator belongs to
 * the thread that made it. A NULL generator stands for one for which there was no
 * memory: each function that returns a status fails with -ENOMEM, except
 * generator_close. If two errors apply, the first of -EPERM, -ENOMEM, -EINVAL and
 * -EBUSY is returned. */
#ifndef ASYNCIO_GENERATOR_H
#define ASYNCIO_GENERATOR_H

#include "machines/must_check.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Generator Generator;
typedef struct StackPool StackPool;

/* The body of a generator. It returns 0 or a negative errno, and stores its value in
 * *result, which is NULL when it begins. A positive return value is a mistake: it is
 * reported on stderr, and counts as -EINVAL. */
typedef int GeneratorFn(void *arg, void **result);

/* g = fn(arg): makes a generator and runs nothing yet. It borrows arg. The caller
 * frees the generator. Its stack has 64 KiB. Returns NULL if there is no memory. */
Generator *generator_new(GeneratorFn *fn, void *arg);

/* Makes a generator whose stack has stack_size bytes, rounded up to a power of two;
 * less than 16 KiB counts as 16 KiB. Up to 4 KiB of the stack are used by the
 * runtime itself. Returns NULL if there is no memory, or if stack_size is more than
 * 8 MiB. */
Generator *generator_new_sized(GeneratorFn *fn, void *arg, size_t stack_size);

/* Closes the generator if it is paused, then frees it. There is no return value, so
 * three errors are reported on stderr: the cleanup of the body fails; the body yields
 * instead of ending (it is abandoned, and its stack is freed all the same); the
 * generator is running (then it is not freed). NULL: nothing happens. */
void generator_free(Generator *g);

/* g.__name__ = name, and g.__name__, for messages. The first 31 bytes of name are
 * copied. A new generator has the name "". If g or name is NULL, generator_set_name
 * does nothing; generator_get_name(NULL) is "". */
void generator_set_name(Generator *g, const char *name);
const char *generator_get_name(const Generator *g);

/* next(g): runs the generator to its next yield, or to its end. Returns 1 if it has
 * yielded *value. If it has ended (StopIteration), returns 0, and *value is what it
 * returned; if it has failed, returns its error. The next time, and from then on,
 * returns 0, and *value is NULL. -EBUSY: it is running. */
MUST_CHECK static inline int generator_next(Generator *g, void **value);

/* g.send(sent): like next, and the yield at which the generator is paused evaluates
 * to sent. -EINVAL: it has not begun, so it is paused at no yield, and sent is not
 * NULL. */
MUST_CHECK static inline int generator_send(Generator *g, void *sent, void **value);

/* g.throw(error): like next, and the yield at which the generator is paused returns
 * error. A generator that has not begun ends with this error, without running; one
 * that has ended stays as it is. In both cases error is returned. -EINVAL: error is
 * not negative, or INT_MIN, which is the negative of no errno. */
MUST_CHECK int generator_throw(Generator *g, int error, void **value);

/* g.close(): throws -ECANCELED into the generator, so that it cleans up and ends.
 * Returns 0 if it has ended, with 0 or with -ECANCELED, or had ended before, or is
 * NULL; another error if its cleanup failed with it; -EPROTO if it yields instead,
 * and then it is still alive; -EBUSY if it is running. A generator that has not
 * begun ends without running: with 0 and NULL, as if its body had returned them. */
MUST_CHECK int generator_close(Generator *g);

/* StopIteration.value: returns 0 and stores what the generator returned, or returns the
 * error with which it ended; any number of times. -EINPROGRESS: it has not ended. */
int generator_result(Generator *g, void **value);

/* sent = yield value: pauses the running generator, from any function that its body
 * has called, however deep. Returns 0 when it is resumed, with what was sent in
 * *sent; or the error that was thrown in, with NULL in *sent: clean up and return it.
 * -EPERM: no generator is running. */
MUST_CHECK static inline int generator_yield(void *value, void **sent);

/* result = yield from inner: yields what inner yields, and passes on to inner what
 * is sent and thrown into the running generator, until inner has ended. If the
 * running generator is closed, inner is closed first. Returns 0, and stores what
 * inner returned, or returns the error with which inner ended. It borrows inner: the
 * caller frees it. -EPERM: no generator is running. */
MUST_CHECK int generator_yield_from(Generator *inner, void **result);

/* Returns the generator that is running, the innermost one; NULL if none is. */
static inline Generator *generator_running(void);

/* Pauses outermost, which must be running, together with every generator that runs
 * inside it. For the resumer of outermost this looks like a yield of NULL. The next
 * resume of outermost continues right here, in the innermost generator; what it
 * sends or throws is lost. Until then the inner generators stay RUNNING, so to resume
 * one of them fails with -EBUSY. Chapter 4 builds await with it. */
static inline void generator_suspend(Generator *outermost);

/* Makes a generator as generator_new does, on a stack of this pool (stack.h), with
 * room for so many bytes (a multiple of 16) right below the Generator. The caller
 * may keep what it likes there; it is freed with the generator. Chapter 4 keeps its
 * tasks there. */
Generator *generator_new_with_room(GeneratorFn *fn, void *arg, StackPool *pool,
                                   size_t room);

#include "generator_inline.h"

#endif

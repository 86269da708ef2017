/* leaks.h - LeakSanitizer does not complain when a body calls exit(). */
#ifndef ASYNCIO_LEAKS_H
#define ASYNCIO_LEAKS_H

#include <stddef.h>

/* Calls found with each stack of this thread: its lowest byte and its size. */
typedef void EachStack(void (*found)(const void *low, size_t size));

/* From now on, when exit() is called in a body, LeakSanitizer also looks at the
 * stacks of the thread that called it. Without LeakSanitizer nothing happens. */
void leaks_watch(EachStack *each_stack);

#endif

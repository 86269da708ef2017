/* first_thread.h - is this the thread that the program began with? */
#ifndef ASYNCIO_FIRST_THREAD_H
#define ASYNCIO_FIRST_THREAD_H

#include <stdbool.h>

/* True in the program's first thread, and in a child process in the one thread that it
 * has. */
bool thread_is_first(void);

#endif

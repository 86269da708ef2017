/* first_thread.h - is this the thread that the program began with? */
#ifndef ASYNCIO_FIRST_THREAD_H
#define ASYNCIO_FIRST_THREAD_H

#include <stdbool.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#else
#include <pthread.h>
#endif

/* ==== Step 2.4: a clock that jumps ==== */

static inline bool thread_is_first(void)
{
#ifdef __linux__
	return syscall(SYS_gettid) == getpid();
#else
	return pthread_main_np() != 0;
#endif
}

#endif

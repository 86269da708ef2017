/* threads.c - counts the threads that matter, and starts a thread. */
#include "threads.h"
#include "instruments/sanitizers.h"

#include <pthread.h>
#include <signal.h>

/* ThreadSanitizer starts a thread of its own with our first one, and has one more in a
 * process that was forked. */
#ifdef WATCHED_THREADS
enum { LATE_THREADS = 1 };
#else
enum { LATE_THREADS = 0 };
#endif

static int before_main, brought;

int threads_idle;

/* ==== Given: how to count threads beside a sanitizer, and how to start one ==== */

static void threads_forked(void)
{
	brought = before_main + 2 * LATE_THREADS;
}

__attribute__((constructor)) static void threads_begin(void)
{
	before_main = threads_count() - 1;
	brought = before_main + LATE_THREADS;
	pthread_atfork(NULL, NULL, threads_forked);
}

int threads_others(void)
{
	int n = threads_count();

	if (n < 1 || before_main < 0)
		return -1;
	return n > 1 + brought ? n - 1 - brought : 0;
}

/* The signals of faults are not blocked: a fault concerns the thread in which it is. */
int thread_start(void *(*fn)(void *arg))
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE };
	sigset_t all, before;
	pthread_t thread;

	sigfillset(&all);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		sigdelset(&all, faults[i]);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = pthread_create(&thread, NULL, fn, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error == 0)
		pthread_detach(thread);
	return -error;
}

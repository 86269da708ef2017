/* forked.c - a child that goes on with its parent's bodies is no reason for
 * ThreadSanitizer to complain.
 *
 * In the child of a process with more than one thread ThreadSanitizer ignores what the
 * thread that has forked does, because only that thread exists there. For
 * ThreadSanitizer a stack is a thread. So it would ignore that one of the stacks takes
 * turns with the others, and complain that they use the same memory. Here it is made to
 * believe that a stack of no other use forks. */
#include "forked.h"

#include <pthread.h>
#include <signal.h>

/* ==== Given: what is said to sanitizers ==== */

#ifdef WATCHED_THREADS
void AnnotateIgnoreSyncEnd(const char *file, int line);
void __tsan_func_entry(void *caller);

atomic_int forked_fibers;
static _Thread_local void *forking, *stand_in; /* NULL: there are no stacks */
static _Thread_local sigset_t signals;

/* A signal that comes meanwhile would be kept for the stand-in, and be lost in the child.
 * On the stand-in this function ends, so ThreadSanitizer has to see it begin there. */
static void forked_before(void)
{
	sigset_t all;

	stand_in = NULL;
	if (atomic_load(&forked_fibers) == 0)
		return;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &signals);
	forking = __tsan_get_current_fiber();
	stand_in = __tsan_create_fiber(0);
	__tsan_switch_to_fiber(stand_in, 0);
	__tsan_func_entry(__builtin_return_address(0));
}

static void forked_in_parent(void)
{
	if (stand_in == NULL)
		return;
	__tsan_switch_to_fiber(forking, 0);
	__tsan_destroy_fiber(stand_in);
	pthread_sigmask(SIG_SETMASK, &signals, NULL);
}

/* The switch back must not be ignored. The stand-in remains: ThreadSanitizer does not let
 * a fiber end that ignores anything. */
static void forked_in_child(void)
{
	if (stand_in == NULL)
		return;
	AnnotateIgnoreSyncEnd(__FILE__, __LINE__);
	__tsan_switch_to_fiber(forking, 0);
	pthread_sigmask(SIG_SETMASK, &signals, NULL);
}

/* Before all other handlers of a child: they unlock what was locked before the fork. */
__attribute__((constructor(101))) static void forked_begin(void)
{
	pthread_atfork(forked_before, forked_in_parent, forked_in_child);
}
#endif

/* forks.c - a loop belongs to the process that made it. A child of that process has a
 * copy of it, but the timers, descriptors and tasks in the copy are still the
 * parent's. */
#include "forks.h"
#include "virtual_clock.h"

#include <pthread.h>

/* Every loop of this process that is not closed. Whatever changes the list holds the
 * lock, and so does fork(2), so that a child never finds the list half changed. */
static Links loops = { &loops, &loops };

/* In a child: the copies of the parent's loops, for good. They are never freed, because
 * tasks of the parent refer to them, and those may stand in wait queues of the
 * program. */
static Links inherited = { &inherited, &inherited };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

_Thread_local Loop *loop_running;

/* ==== Given: a child has loops of its own, see chapter 3 ==== */

static void forks_lock(void)
{
	pthread_mutex_lock(&lock);
}

static void forks_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

/* In the child: if the thread that forked was running a loop, ends that run as soon as
 * the callback that has forked returns. The end of the pass moves to the front of the
 * ready list, so that nothing else that is ready is called. */
static void forks_leave_run(void)
{
	Loop *loop = loop_running;

	loop_running = NULL;
	thread_runs_loop(false);
	if (loop == NULL)
		return;
	loop->stopping = true;
	list_remove(&loop->end);
	list_append(loop->ready.next, &loop->end);
}

/* In the child, before fork(2) returns: closes every loop, so that every call that would
 * change it is refused, and ends the run. */
static void forks_close(void)
{
	while (!list_empty(&loops)) {
		Loop *loop = container_of(loops.next, Loop, loops);
		list_remove(&loop->loops);
		list_append(&inherited, &loop->loops);
		loop->closed = loop->inherited = true;
	}
	forks_leave_run();
	forks_unlock();
}

__attribute__((constructor)) static void forks_begin(void)
{
	pthread_atfork(forks_lock, forks_unlock, forks_close);
}

void forks_watch(Loop *loop)
{
	forks_lock();
	list_append(&loops, &loop->loops);
	forks_unlock();
}

void forks_forget(Loop *loop)
{
	forks_lock();
	if (!loop->inherited)
		list_remove(&loop->loops);
	forks_unlock();
}

/* forks.c - a loop is of the process that made it. A child of that process has a copy,
 * and what the copy stands for (timers, descriptors, tasks) is still the parent's. */
#include "forks.h"
#include "virtual_clock.h"

#include <pthread.h>

/* Every loop of this process that is not closed; and who changes the list has the lock,
 * fork(2) too, so that a child never finds it half changed. */
static Links loops = { &loops, &loops };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* ==== Given: a child has loops of its own, see chapter 3 ==== */

static void forks_lock(void)
{
	pthread_mutex_lock(&lock);
}

static void forks_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

/* In the child: ends the run that this thread was in when it forked, if there is one, as
 * soon as the handle that has forked returns. The end of the pass moves to the front, so
 * that what is ready besides is not called. */
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

/* In the child, before fork(2) returns: closes every loop, so that all that would change
 * it is refused, and ends the run. */
static void forks_close(void)
{
	while (!list_empty(&loops)) {
		Loop *loop = container_of(loops.next, Loop, loops);
		list_remove(&loop->loops);
		list_init(&loop->loops);
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
	list_remove(&loop->loops);
	forks_unlock();
}

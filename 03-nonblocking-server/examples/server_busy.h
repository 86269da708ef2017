/* server_busy.h - a server that asks each task in turn whether there is anything to
 * do. */
#ifndef SERVER_BUSY_H
#define SERVER_BUSY_H

#include "machines/clock.h"
#include "server_busy_client.h"

/* tasks = [] */
typedef struct Tasks {
	Generator **all;
	size_t n, room;
} Tasks;

static sigset_t busy_signals; /* SIGINT and SIGTERM */

/* Two functions of the next rungs, which this one calls. */
static void tasks_welcome(Tasks *tasks, int fd);
static void busy_end(Tasks *tasks, int listener);

/* ==== Given: an array that grows is no lesson here ==== */

/* tasks.append(task): returns 0; or -ENOMEM, also for a task that is NULL, and then the
 * task is still the caller's. */
static int tasks_append(Tasks *tasks, Generator *task)
{
	if (tasks->n == tasks->room) {
		size_t room = tasks->room * 2 + 8;
		Generator **all = realloc(tasks->all, room * sizeof(Generator *));
		if (all == NULL)
			return -ENOMEM;
		tasks->all = all;
		tasks->room = room;
	}
	if (task == NULL)
		return -ENOMEM;
	tasks->all[tasks->n++] = task;
	return 0;
}

/* ==== 3.1.1: a list of tasks, each of which is asked in turn ==== */

/* The task that accepts; arg is the listener. Yields a pointer to the descriptor of a
 * client that has come; or NULL, which is the -1 of server.py, if none has. */
static int busy_accept(void *arg, void **result)
{
	bool rests = false;
	int error = 0;

	while (error == 0) {
		int fd = server_accept((int)(intptr_t)arg);
		accept_report(&rests, fd);
		error = generator_yield(fd >= 0 ? &fd : NULL, NULL);
	}
	return error;
}

/* next(tasks[i], None): resumes the i-th task, and returns false if the task has ended,
 * or failed, which is an end, too. (tasks->all may be another array after
 * tasks_welcome.) What a task yields is NULL or a pointer to the descriptor of a new
 * client. For such a client it calls tasks_welcome, and then resumes the task again,
 * because there may be more clients: but not after ACCEPT_CROWD clients, so that other
 * tasks run, too. */
static bool tasks_turn(Tasks *tasks, size_t i)
{
	for (int n = 0; n < ACCEPT_CROWD; n++) {
		void *fd = NULL;
		if (generator_next(tasks->all[i], &fd) != 1)
			return false;
		if (fd == NULL)
			break;
		tasks_welcome(tasks, *(int *)fd);
	}
	return true;
}

/* for task in tasks.copy(): next(task, None). Makes one pass: reads the time into
 * busy_now (monotonic_time), gives each task its turn, and counts the pass in turns. A
 * task that is appended in this pass waits for the next one. A task that has ended is
 * freed, but stays in the array as NULL until the end of the pass; only then are the
 * gaps closed, and the order of the other tasks stays as it was. */
static void tasks_pass(Tasks *tasks)
{
	size_t n = tasks->n, kept = 0;

	busy_now = monotonic_time();
	for (size_t i = 0; i < n; i++) {
		if (!tasks_turn(tasks, i)) {
			generator_free(tasks->all[i]);
			tasks->all[i] = NULL;
		}
	}
	for (size_t i = 0; i < tasks->n; i++) {
		if (tasks->all[i] != NULL)
			tasks->all[kept++] = tasks->all[i];
	}
	tasks->n = kept;
	turns++;
}

/* Returns whether SIGINT or SIGTERM has come, and takes it. The two are blocked, so one
 * that has come is pending (sigpending) until it is taken (sigwait, which returns at
 * once then). Even signals are asked for in each pass. */
static bool busy_is_signalled(void)
{
	sigset_t pending;
	int signo;

	sigpending(&pending);
	if (!sigismember(&pending, SIGINT) && !sigismember(&pending, SIGTERM))
		return false;
	return sigwait(&busy_signals, &signo) == 0;
}

/* Serves until a signal has come. Takes the listener, and closes it. Returns 0, or why
 * it cannot serve. In this order: blocks the signals (server_signals_block) and
 * remembers them in busy_signals; makes the task that accepts the first one of the list,
 * and if there is no memory for the task or the list, frees both, closes the listener,
 * and returns -ENOMEM; announces the listener (server_announce), if it is to do so; sets
 * busy_timeout and busy_now; makes passes until busy_is_signalled. If it could not
 * announce it makes none, and will return that error. In any case it sets busy_stop at
 * last, and calls busy_end.
 *
 * The signals come first because of machines/portable.h, where a generator has a signal
 * mask of its own, which is the program's when the generator is made. */
static int busy_serve(int listener, double idle_timeout, bool announces)
{
	Tasks tasks = { 0 };
	void *fd = (void *)(intptr_t)listener;

	busy_signals = server_signals_block();
	Generator *accepts = generator_new(busy_accept, fd);
	int error = tasks_append(&tasks, accepts);
	if (error < 0) {
		generator_free(accepts);
		free(tasks.all);
		close(listener);
		return error;
	}
	if (announces)
		error = server_announce(listener);
	busy_timeout = idle_timeout;
	busy_now = monotonic_time();
	while (error == 0 && !busy_is_signalled())
		tasks_pass(&tasks);
	busy_stop = true;
	busy_end(&tasks, listener);
	return error;
}

/* ==== 3.1.2: a task for each client ==== */

/* Makes a task for a client that has come, and resumes it for the first time: a
 * generator that has not begun would not close its descriptor when it is freed. If it
 * goes on, it is appended to the tasks. It is freed if it has ended already, or if there
 * is no memory for its place in the array. Where there is no memory
 * accept_dropped(-ENOMEM) is called; if the generator could not even be made, the
 * descriptor is closed. */
static void tasks_welcome(Tasks *tasks, int fd)
{
	Generator *task = generator_new(busy_recv, (void *)(intptr_t)fd);
	bool goes_on = task != NULL && generator_next(task, NULL) == 1;

	if (task == NULL)
		close(fd);
	if (task == NULL || (goes_on && tasks_append(tasks, task) < 0))
		accept_dropped(-ENOMEM);
	else if (goes_on)
		return;
	generator_free(task);
}

/* ==== 3.1.3, may be skipped at first: answers that are owed at the end ==== */

/* Called when the first signal has come, or when nothing could be announced. Accepts no
 * more clients: frees the task that accepts, which is the first one (the last one takes
 * its place), and closes the listener. Then makes passes as long as there are tasks, so
 * that clients get the answers that they are owed; but not for longer than GRACE
 * seconds, nor after a second signal. Frees the tasks that are left, and the array. */
static void busy_end(Tasks *tasks, int listener)
{
	double begin = busy_now;

	generator_free(tasks->all[0]);
	tasks->all[0] = tasks->all[--tasks->n];
	close(listener);
	while (tasks->n > 0 && !busy_is_signalled() && busy_now - begin < GRACE)
		tasks_pass(tasks);
	while (tasks->n > 0)
		generator_free(tasks->all[--tasks->n]);
	free(tasks->all);
}

#endif

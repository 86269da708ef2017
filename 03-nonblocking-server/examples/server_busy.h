/* server_busy.h - a server that asks everybody in turn whether anything is to be done. */
#ifndef SERVER_BUSY_H
#define SERVER_BUSY_H

#include "generator.h"
#include "machines/clock.h"
#include "server_common.h"

#include <stdint.h>

/* tasks = [] */
typedef struct Tasks {
	Generator **all;
	size_t n, room;
} Tasks;

static bool busy_stop;
static sigset_t busy_signals;
static double busy_timeout, busy_now; /* the time is read once in each pass */

/* ==== Step 3.1: the notes' server, which never sleeps ==== */

/* Yields a pointer to the descriptor of a client that has come; NULL, the notes' -1. */
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

/* Lets the others go on. After too long a time without news it ends; 0: never. */
static int busy_wait(double since, double timeout)
{
	if (timeout > 0 && busy_now - since > timeout)
		return -ETIMEDOUT;
	return generator_yield(NULL, NULL);
}

/* All of it, as far as the client takes it. */
static int busy_send(int fd, const char *data, size_t n)
{
	double since = busy_now;
	int error = 0;

	while (n > 0 && error == 0) {
		ssize_t sent = server_send(fd, data, n);
		if (sent >= 0) {
			data += sent;
			n -= (size_t)sent;
			since = busy_now;
		} else {
			error = sent == -EAGAIN ? busy_wait(since, busy_timeout)
			                        : (int)sent;
		}
	}
	return error;
}

/* Serves the client at the descriptor arg, and closes it. How that ends is the client's
 * affair: it returns 0. */
static int busy_recv(void *arg, void **result)
{
	double since = busy_now;
	int fd = (int)(intptr_t)arg, error = 0;
	char data[BUFFER_SIZE];

	while (error == 0) {
		ssize_t n = server_recv(fd, data, sizeof data);
		if (n == -EAGAIN) {
			/* It has not said anything yet. */
			error = busy_wait(since, busy_stop ? SILENCE : busy_timeout);
		} else if (n <= 0) {
			break; /* it has gone */
		} else {
			server_upper(data, data, (size_t)n);
			error = busy_send(fd, data, (size_t)n);
			since = busy_now;
		}
	}
	close(fd);
	return 0;
}

/* -ENOMEM, for a task that is NULL, too: the task is still the caller's. */
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

/* Makes a task for a client. A task that has not begun would not close its descriptor, so
 * it begins here. It may end here, too, if the client has gone already. */
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

/* next(tasks[i], None). The task that accepts has another turn after each client, but not
 * after a hundred. false: the task has ended. */
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

/* for task in tasks.copy(): next(task, None). A task that is appended meanwhile waits for
 * the next pass; one that has ended is taken out after this one. */
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

/* Even signals are asked whether they have come. They are blocked meanwhile. */
static bool busy_is_signalled(void)
{
	sigset_t pending;
	int signo;

	sigpending(&pending);
	if (!sigismember(&pending, SIGINT) && !sigismember(&pending, SIGTERM))
		return false;
	return sigwait(&busy_signals, &signo) == 0;
}

/* The first signal: accepts no one any more, and waits for those who wait for us, but not
 * for long, nor after a second signal. The first of the tasks is the one that accepts. */
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

/* Serves until SIGINT or SIGTERM comes. Takes the listener. */
/* Serves until a signal has come: 0, or why it cannot. Takes the listener, and announces
 * it if it is to do so. */
static int busy_serve(int listener, double idle_timeout, bool announces)
{
	Tasks tasks = { 0 };
	void *fd = (void *)(intptr_t)listener;

	/* First of all: with machines/portable.h a generator has a signal mask of its
	 * own, which is ours at its birth. */
	busy_signals = server_signals_block();
	int error = tasks_append(&tasks, generator_new(busy_accept, fd));
	if (error < 0) {
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

#endif

/* server_busy.h - a server that asks everybody in turn whether anything is to be done. */
#ifndef SERVER_BUSY_H
#define SERVER_BUSY_H

#include "generator.h"
#include "machines/clock.h"
#include "server_common.h"

#include <signal.h>
#include <stdint.h>

/* tasks = [] */
typedef struct Tasks {
	Generator **all;
	size_t n, room;
} Tasks;

static volatile sig_atomic_t busy_stop;
static double busy_timeout;

/* ==== Step 3.1: the notes' server, which never sleeps ==== */

/* Yields a pointer to the descriptor of whoever has come, or NULL, the notes' -1. */
static int busy_accept(void *arg, void **result)
{
	int error = 0;

	while (error == 0) {
		int fd = server_accept((int)(intptr_t)arg);
		error = generator_yield(fd >= 0 ? &fd : NULL, NULL);
	}
	return error;
}

/* Without a timeout nobody asks for the time. */
static double busy_now(void)
{
	return busy_timeout > 0 ? monotonic_time() : 0;
}

/* Lets the others go on. After too long a time without news it ends. */
static int busy_wait(double since)
{
	if (busy_timeout > 0 && monotonic_time() - since > busy_timeout)
		return -ETIMEDOUT;
	return generator_yield(NULL, NULL);
}

static int busy_send(int fd, const char *data, size_t n)
{
	double since = busy_now();
	int error = 0;

	while (n > 0 && error == 0) {
		ssize_t sent = server_send(fd, data, n);
		if (sent >= 0) {
			data += sent;
			n -= (size_t)sent;
			since = busy_now();
		} else {
			error = sent == -EAGAIN ? busy_wait(since) : (int)sent;
		}
	}
	return error;
}

static int busy_recv(void *arg, void **result)
{
	double since = busy_now();
	int fd = (int)(intptr_t)arg, error = 0;
	char data[BUFFER_SIZE];

	while (error == 0) {
		ssize_t n = server_recv(fd, data, sizeof data);
		if (n == -EAGAIN) {
			error = busy_wait(since); /* it has not said anything yet */
		} else if (n <= 0) {
			break; /* it has gone */
		} else {
			server_upper(data, data, (size_t)n);
			error = busy_send(fd, data, (size_t)n);
			since = busy_now();
		}
	}
	close(fd);
	return 0;
}

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

/* One that has not begun would not close its descriptor: it begins here. */
static void tasks_welcome(Tasks *tasks, int fd)
{
	Generator *task = generator_new(busy_recv, (void *)(intptr_t)fd);

	if (task == NULL)
		close(fd);
	else if (generator_next(task, NULL) != 1 || tasks_append(tasks, task) < 0)
		generator_free(task);
}

/* for task in tasks.copy(): next(task, None). Who is appended meanwhile waits for the
 * next pass; who has ended is taken out after this one. */
static void tasks_pass(Tasks *tasks)
{
	size_t n = tasks->n, kept = 0;

	for (size_t i = 0; i < n; i++) {
		void *fd = NULL;
		if (generator_next(tasks->all[i], &fd) != 1) {
			generator_free(tasks->all[i]);
			tasks->all[i] = NULL;
		} else if (fd != NULL) {
			tasks_welcome(tasks, *(int *)fd);
		}
	}
	for (size_t i = 0; i < tasks->n; i++) {
		if (tasks->all[i] != NULL)
			tasks->all[kept++] = tasks->all[i];
	}
	tasks->n = kept;
	turns++;
}

static void busy_interrupt(int signo)
{
	busy_stop = 1;
}

static int busy_serve(int listener, double idle_timeout)
{
	struct sigaction action = { .sa_handler = busy_interrupt };
	Tasks tasks = { 0 };
	int error = tasks_append(&tasks,
	                         generator_new(busy_accept, (void *)(intptr_t)listener));

	busy_timeout = idle_timeout;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	while (error == 0 && !busy_stop)
		tasks_pass(&tasks);
	while (tasks.n > 0)
		generator_free(tasks.all[--tasks.n]);
	free(tasks.all);
	close(listener);
	return error;
}

#endif

/* echo_task.h - chapter 3's way to serve a connection: a generator that waits. */
#ifndef BENCH_ECHO_TASK_H
#define BENCH_ECHO_TASK_H

#include "echo.h"
#include "io_tasks.h"

#include <stdint.h>

/* The loop whose tasks these are. When it is closed under them, it does not run. */
static Loop *echo_loop;

/* Sends back what comes on the descriptor arg, until its end, and closes it. */
static int echo_task(void *arg, void **result)
{
	int fd = (int)(intptr_t)arg;
	char data[BYTES];
	ssize_t n = 1;

	while (n > 0 && io_readable(fd) == 0) {
		n = recv(fd, data, sizeof data, 0);
		if (n > 0)
			n = send(fd, data, (size_t)n, MSG_NOSIGNAL);
	}
	loop_close_fd(echo_loop, fd);
	return 0;
}

#endif

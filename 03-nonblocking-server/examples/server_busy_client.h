/* server_busy_client.h - the task of one client, which asks again and again whether
 * there is anything to do. */
#ifndef SERVER_BUSY_CLIENT_H
#define SERVER_BUSY_CLIENT_H

#include "generator.h"
#include "server_common.h"

#include <stdint.h>

static bool busy_stop;      /* a signal has come: the server is about to end */
static double busy_timeout; /* seconds that a client may be silent; 0: for ever */
static double busy_now;     /* the time, which is read once in each pass */

/* ==== 3.1.2: a task for each client ==== */

/* Called by a task that has found nothing to do: yields NULL, so that the others run.
 * Returns 0 when the task is resumed, or the error that generator_yield returns. But if
 * the timeout is not 0, and more seconds than that have passed since then, it returns
 * -ETIMEDOUT at once. */
static int busy_wait(double since, double timeout)
{
	if (timeout > 0 && busy_now - since > timeout)
		return -ETIMEDOUT;
	return generator_yield(NULL, NULL);
}

/* Sends all n bytes, in as many parts as the client takes: server_send returns how many
 * bytes it took, or -EAGAIN, and then this waits, with busy_wait. The time to wait
 * begins anew with each part. Returns 0; -ETIMEDOUT if the client takes nothing for too
 * long (busy_timeout); or any other error of server_send or busy_wait. */
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

/* The task of the client at the descriptor arg: sends back in upper case (server_upper)
 * what it receives (server_recv, BUFFER_SIZE bytes at most), until the client has closed
 * the connection (0) or an error ends it. If there is nothing to receive (-EAGAIN) it
 * waits: at most for busy_timeout since the last answer, or since it began; and once the
 * server is about to end (busy_stop), at most for SILENCE since that same moment. Closes
 * the descriptor. How it ends is the client's affair: returns 0. */
static int busy_recv(void *arg, void **result)
{
	double since = busy_now;
	int fd = (int)(intptr_t)arg, error = 0;
	char data[BUFFER_SIZE];

	while (error == 0) {
		ssize_t n = server_recv(fd, data, sizeof data);
		if (n == -EAGAIN) {
			error = busy_wait(since, busy_stop ? SILENCE : busy_timeout);
		} else if (n <= 0) {
			break;
		} else {
			server_upper(data, data, (size_t)n);
			error = busy_send(fd, data, (size_t)n);
			since = busy_now;
		}
	}
	close(fd);
	return 0;
}

#endif

/* silent.h - poll(2) costs as much as there are descriptors, in each pass. What does it
 * cost a server to answer a client that comes after 5,000 others, which say nothing? */
#ifndef SILENT_H
#define SILENT_H

#include "echo_task.h"
#include "machines/accept.h"

enum { SILENT = 5000 };

/* Connects so many clients to a server that serves at a listener, and then one more,
 * which asks. Returns the processor time that the server has used when the last one has
 * its answer, in milliseconds. */
static inline double silent_answered(void (*serve)(int listener), long clients)
{
	static int fds[SILENT + 1];
	struct sockaddr_in here;
	struct rlimit limit;
	Contender server = { 0 };
	char answer;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_max < SILENT + 100)
		_exit(BENCH_NO_DESCRIPTORS);
	int listener = listen_somewhere(&here);
	fflush(NULL);
	server.pid = fork();
	if (server.pid == 0) {
		setenv("ASYNCIO_SELECTOR", "poll", 1);
		nonblocking(listener);
		serve(listener);
		_exit(0);
	}
	for (long i = 0; i <= clients; i++) {
		fds[i] = socket(AF_INET, SOCK_STREAM, 0);
		bench_check(connect(fds[i], (struct sockaddr *)&here, sizeof here) == 0,
		            "a client connects");
	}
	bench_check(send(fds[clients], "x", 1, 0) == 1, "the last client asks");
	bench_check(recv(fds[clients], &answer, 1, 0) == 1, "the last one has an answer");
	double ms = server_cpu(&server) / 1e3;
	server.epoll = listener;
	server_end(&server, 0);
	for (long i = 0; i <= clients; i++)
		close(fds[i]);
	return ms;
}

/* The yardstick: tasks of chapter 3. */
static int silent_accept(void *arg, void **result)
{
	int listener = (int)(intptr_t)arg, fd;

	while (io_readable(listener) == 0) {
		for (int i = 0; i < ACCEPT_CROWD; i++) {
			if ((fd = accept_connection(listener)) < 0)
				break;
			bench_succeeds(io_task_add(
				echo_loop,
				generator_new(echo_task, (void *)(intptr_t)fd)));
		}
	}
	return 0;
}

static inline void silent_serve(int listener)
{
	void *arg = (void *)(intptr_t)listener;

	echo_loop = asyncio_new_event_loop();
	bench_succeeds(io_task_add(echo_loop, generator_new(silent_accept, arg)));
	bench_succeeds(loop_run_forever(echo_loop));
}

static double silent_tasks(long clients)
{
	return silent_answered(silent_serve, clients);
}

static const Work silent_work = { "tasks of chapter 3", NULL, NULL, silent_tasks };

#endif

/* server.c - a server that sends back in upper case what it receives, in three ways: by
 * asking again and again, with tasks that wait, and with callbacks. */
#include "program.h"
#include "server_busy.h"
#include "server_callbacks.h"
#include "server_tasks.h"

#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>

enum { CLIENTS = 3, MESSAGES = 5, PAUSE = 20 }; /* of the demonstration; milliseconds */

typedef struct Mode {
	const char *name;
	/* Serves until a signal comes. Takes the listener, and closes it. 0, or a
	 * negative errno. */
	int (*serve)(int listener, double idle_timeout, bool announces);
} Mode;

static const Mode modes[] = { { "busy", busy_serve },
	                      { "tasks", tasks_serve },
	                      { "callbacks", callbacks_serve },
	                      { 0 } };

/* What a server has done. */
typedef struct Effort {
	unsigned long turns, calls;
	double cpu; /* seconds */
} Effort;

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static Effort effort(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (Effort){ turns, calls,
		         seconds(usage.ru_utime) + seconds(usage.ru_stime) };
}

/* Returns the mode of this name. Ends the program if there is none. */
static const Mode *mode_find(const char *name)
{
	char why[80];

	for (const Mode *mode = modes; mode->name != NULL; mode++) {
		if (strcmp(mode->name, name) == 0)
			return mode;
	}
	snprintf(why, sizeof why, " is busy, tasks or callbacks, not '%.30s'", name);
	program_refuse("mode", why);
	return NULL;
}

static void serve(const Mode *mode, long port, double idle_timeout)
{
	int error = mode->serve(server_listen_or_fail(port), idle_timeout, true);

	if (error < 0)
		program_fail(error);
	Effort all = effort();
	printf("%lu turns, %.3f seconds of CPU time\n", all.turns, all.cpu);
}

/* Ends the demonstration, and the server, too. */
static void demo_fail(pid_t server, const char *what, int error)
{
	kill(server, SIGKILL);
	fprintf(stderr, "%s: the server did not %s as it should: %s\n", program_name,
	        what, strerror(-error));
	exit(1);
}

/* Serves in a child, and returns its process number. When the child has been ended, it
 * writes its effort to the pipe. If it cannot serve, it says why on stderr. */
static pid_t demo_serve(const Mode *mode, int listener, int pipe)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	int error = mode->serve(listener, 0, false);
	Effort all = effort();
	if (error < 0)
		fprintf(stderr, "%s: --mode %s: %s\n", program_name, mode->name,
		        strerror(-error));
	_exit(error < 0 || write(pipe, &all, sizeof all) != sizeof all);
}

/* Connects a client, which waits for an answer for ten seconds at most. (A busy machine
 * may need one second.) Returns its socket, or a negative errno. */
static int demo_connect(int port)
{
	struct sockaddr_in there = { .sin_family = AF_INET,
		                     .sin_port = htons((in_port_t)port),
		                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { .tv_sec = 10 };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (connect(fd, (struct sockaddr *)&there, sizeof there) == 0)
		return fd;
	int error = -errno;
	close(fd);
	return error;
}

/* Sends the m-th message of a client; receives the answer to it, and compares. -ENODATA:
 * the server has closed the connection; -EPROTO: it was another answer. */
static int demo_say(int fd, int client, int m)
{
	char text[40];
	int n = snprintf(text, sizeof text, "client %d, message %d\n", client, m);

	return send(fd, text, (size_t)n, MSG_NOSIGNAL) == n ? 0 : -errno;
}

static int demo_hear(int fd, int client, int m)
{
	char text[40], answer[40];
	int n = snprintf(text, sizeof text, "CLIENT %d, MESSAGE %d\n", client, m);
	ssize_t came = recv(fd, answer, (size_t)n, MSG_WAITALL);

	if (came < n)
		return came < 0 ? -errno : -ENODATA;
	return memcmp(answer, text, (size_t)n) == 0 ? 0 : -EPROTO;
}

static int demo_converse(int port)
{
	int fds[CLIENTS], error = 0;

	for (int i = 0; i < CLIENTS; i++) {
		fds[i] = demo_connect(port);
		error = error == 0 && fds[i] < 0 ? fds[i] : error;
	}
	for (int m = 1; m <= MESSAGES && error == 0; m++) {
		for (int i = 0; i < CLIENTS && error == 0; i++)
			error = demo_say(fds[i], i, m);
		for (int i = 0; i < CLIENTS && error == 0; i++)
			error = demo_hear(fds[i], i, m);
		time_sleep(PAUSE * 1e-3);
	}
	for (int i = 0; i < CLIENTS; i++) {
		if (fds[i] >= 0)
			close(fds[i]);
	}
	return error;
}

static void demo_mode(const Mode *mode)
{
	int listener = server_listen_or_fail(0), port = server_port(listener), ends[2];
	ssize_t came;
	Effort all;

	if (port < 0)
		program_fail(port);
	if (pipe(ends) < 0)
		program_fail(-errno);
	pid_t server = demo_serve(mode, listener, ends[1]);
	if (server < 0)
		program_fail(-errno);
	close(listener);
	close(ends[1]);
	int error = demo_converse(port);
	if (error < 0)
		demo_fail(server, "answer", error);
	kill(server, SIGTERM);
	if ((came = read(ends[0], &all, sizeof all)) != sizeof all)
		demo_fail(server, "end", came < 0 ? -errno : -ENODATA);
	close(ends[0]);
	waitpid(server, NULL, 0);
	printf("%-10s %9lu %13lu %8.1f\n", mode->name, all.turns, all.calls,
	       all.cpu * 1e3);
}

static void demo(void)
{
	printf("%d clients say something %d times, every %d ms. System calls: accept, "
	       "recv,\n"
	       "send, and each time the loop waits.\n\n"
	       "%-10s %9s %13s %8s\n",
	       CLIENTS, MESSAGES, PAUSE, "mode", "turns", "system calls", "CPU ms");
	for (const Mode *mode = modes; mode->name != NULL; mode++) {
		program_flush();
		demo_mode(mode);
	}
}

int main(int argc, char *argv[])
{
	long port = 8080, idle_timeout = 0;
	const char *mode = "tasks";
	bool demonstrate = false;
	Option options[] = { { "port", &port, 0, 65535 },
		             { "mode", &mode, OPTION_TEXT },
		             { "idle-timeout", &idle_timeout, 0, 86400 },
		             { "demo", &demonstrate, OPTION_FLAG },
		             { 0 } };

	program_begin(
		argc, argv, options,
		" [--port N] [--mode MODE] [--idle-timeout S] [--demo]\n\n"
		"Sends back in upper case whatever it is sent, until it is interrupted.\n"
		"N: 1 to 65535 (8080), or 0 for any that is free. MODE: busy, tasks or\n"
		"callbacks (tasks). S: how many seconds a connection may be silent, up\n"
		"to 86400 (0: for ever). --demo plays clients, too, with each MODE.\n"
		"It runs in real time, whatever ASYNCIO_CLOCK says.");
	unsetenv("ASYNCIO_CLOCK"); /* clients know nothing of our virtual clock */
	const Mode *chosen = mode_find(mode);
	if (demonstrate)
		demo();
	else
		serve(chosen, port, (double)idle_timeout);
	return 0;
}

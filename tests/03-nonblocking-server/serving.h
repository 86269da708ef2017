/* serving.h - the server as a process of its own. What it leaves behind when an assertion
 * fails, testing.c ends. */
#ifndef SERVING_H
#define SERVING_H

#include "testing.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The program that serves; its mode follows. Chapter 4's has none. */
#ifndef SERVER
#define SERVER "server --mode"
#endif

/* Milliseconds: how long something may take that is meant to be at once, an answer, and
 * an end that has somebody to wait for. */
enum { SOON_MS = 1000, PATIENCE_MS = 5000, END_MS = 3000 };

typedef struct Serving {
	pid_t pid;
	int output; /* what it prints */
	int port;
} Serving;

static inline long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline void pause_ms(int ms)
{
	poll(NULL, 0, ms);
}

/* Runs under something that slows it down, with memory and descriptors of its own. */
static inline bool served_under_something(void)
{
	const char *under = getenv("RUN_UNDER");

	return SANITIZED || TEST_SCALE > 1 || (under != NULL && *under != '\0');
}

/* So many times as long may it take here. */
static inline int slowness(void)
{
#ifdef CONTEXT_PORTABLE /* each switch is a system call */
	return 3;
#else
	return served_under_something() ? 5 : 1;
#endif
}

static inline void serving_exec(const char *command, rlim_t descriptors, int output)
{
	unsetenv("ASYNCIO_CLOCK");
	dup2(output, STDOUT_FILENO);
	for (int fd = STDERR_FILENO + 1; fd < 64; fd++)
		close(fd);
	if (descriptors > 0) {
		struct rlimit limit = { descriptors, descriptors };
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/* The first line that it prints, or as much as comes in time. */
static inline int serving_read_port(int output)
{
	char line[128] = "";
	struct pollfd ready = { .fd = output, .events = POLLIN };
	int port = 0;

	for (size_t n = 0; n + 1 < sizeof line && strchr(line, '\n') == NULL; n++) {
		if (poll(&ready, 1, slowness() * PATIENCE_MS) != 1 ||
		    read(output, line + n, 1) != 1)
			break;
	}
	if (sscanf(line, "listening on 127.0.0.1:%d", &port) != 1)
		printf("the server has said: %s\n", line);
	return port;
}

/* With so many descriptors; 0: as many as we have. */
static inline Serving serving_start_with(const char *mode, const char *selector,
                                         const char *options, rlim_t descriptors)
{
	const char *under = getenv("RUN_UNDER");
	char command[1024];
	Serving serving;
	int ends[2];

	snprintf(command, sizeof command,
	         "ASYNCIO_SELECTOR=%s exec %s %s/" SERVER " %s --port 0 %s",
	         selector ? selector : "", under ? under : "", PROGRAMS, mode,
	         options ? options : "");
	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	serving.pid = fork();
	if (serving.pid == 0)
		serving_exec(command, descriptors, ends[1]);
	close(ends[1]);
	serving.output = ends[0];
	serving.port = serving_read_port(ends[0]);
	assert_true(serving.port > 0);
	return serving;
}

/* The selector and the options may be NULL. */
static inline Serving serving_start(const char *mode, const char *selector,
                                    const char *options)
{
	return serving_start_with(mode, selector, options, 0);
}

/* run_program for a program that must end by itself, or is ended: -SIGALRM. */
static inline int run_in_time(const char *program)
{
	const char *under = getenv("RUN_UNDER");
	char command[1024];
	int ends[2], status = 0;
	size_t n = 0;
	ssize_t more = 1;

	snprintf(command, sizeof command, "exec %s %s/%s 2>&1", under ? under : "",
	         PROGRAMS, program);
	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		alarm((unsigned)(slowness() * END_MS / 1000));
		dup2(ends[1], STDOUT_FILENO);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	for (; more > 0 && n + 1 < sizeof program_output;
	     n += more > 0 ? (size_t)more : 0)
		more = read(ends[0], program_output + n, sizeof program_output - 1 - n);
	program_output[n] = '\0';
	close(ends[0]);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* It has END_MS to end by itself. Its exit status, or minus the signal that ended it. */
static inline int serving_wait(Serving *serving)
{
	int status = 0;
	long begin = now_ms();

	while (waitpid(serving->pid, &status, WNOHANG) == 0) {
		if (now_ms() - begin > slowness() * END_MS)
			kill(serving->pid, SIGKILL);
		pause_ms(5);
	}
	close(serving->output);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static inline int serving_stop(Serving *serving, int signo)
{
	kill(serving->pid, signo);
	return serving_wait(serving);
}

/* The CPU time that it has used, in milliseconds. */
static inline long serving_cpu_ms(const Serving *serving)
{
	clockid_t clock;
	struct timespec used = { 0 };

	if (clock_getcpuclockid(serving->pid, &clock) == 0)
		clock_gettime(clock, &used);
	return used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

/* The memory that it has, in KB. */
static inline long serving_rss_kb(const Serving *serving)
{
	char line[128];
	long rss = -1;

	snprintf(line, sizeof line, "/proc/%d/status", serving->pid);
	FILE *status = fopen(line, "r");
	while (status != NULL && fgets(line, sizeof line, status) != NULL)
		sscanf(line, "VmRSS: %ld", &rss);
	if (status != NULL)
		fclose(status);
	return rss;
}

#endif

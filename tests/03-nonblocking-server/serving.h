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

/* Seconds of an idle machine: how long an answer may take, and how long the end of a
 * program that waits for somebody. */
enum { ANSWER_SECONDS = 5, END_SECONDS = 3 };

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

/* So many seconds, in which as much is done here as elsewhere. */
static inline Patience patience_of(double seconds)
{
	return (Patience){ .seconds = slowness() * seconds };
}

/* Something comes from there before our patience ends: data, an end, or an error. */
static inline bool comes_in_time(int fd)
{
	struct pollfd there = { .fd = fd, .events = POLLIN };
	Patience patience = patience_of(ANSWER_SECONDS);

	return patience_ready(&patience, &there, 1);
}

/* How many of these milliseconds it would have taken on an idle machine, at least. */
static inline long idle_ms(long passed)
{
	return (long)((double)passed / machine_slowness());
}

static inline void serving_exec(const char *command, rlim_t descriptors, int output)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1); /* of which a server takes no notice */
	leave_debug_mode();
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
	int port = 0;

	for (size_t n = 0; n + 1 < sizeof line && strchr(line, '\n') == NULL; n++) {
		if (!comes_in_time(output) || read(output, line + n, 1) != 1)
			break;
	}
	if (sscanf(line, "listening on 127.0.0.1:%d", &port) != 1)
		printf("the server should print \"listening on 127.0.0.1:PORT\" first; "
		       "it printed: %s\n",
		       line[0] == '\0' ? "nothing" : line);
	return port;
}

/* The servers that this test has started last. */
enum { SERVERS = 16 };
static pid_t servers[SERVERS];
static int servers_started;

/* Says which of them have ended: that is why no answer comes. */
static inline void print_the_dead(void)
{
	pause_ms(20); /* what ends closes its connections a little earlier */
	for (int i = 0; i < SERVERS; i++) {
		siginfo_t end = { 0 };
		if (servers[i] == 0 || waitid(P_PID, (id_t)servers[i], &end,
		                              WEXITED | WNOHANG | WNOWAIT) < 0 ||
		    end.si_pid == 0)
			continue;
		if (end.si_code == CLD_EXITED)
			printf("the server is dead: it should still run, and it has "
			       "ended with status %d\n",
			       end.si_status);
		else
			printf("the server is dead: it should still run, and it crashed: "
			       "%s\n",
			       strsignal(end.si_status));
	}
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
	servers[servers_started++ % SERVERS] = serving.pid;
	close(ends[1]);
	serving.output = ends[0];
	serving.port = serving_read_port(ends[0]);
	if (serving.port == 0)
		print_the_dead();
	assert_compared(serving.port, >, 0);
	return serving;
}

/* The selector and the options may be NULL. */
static inline Serving serving_start(const char *mode, const char *selector,
                                    const char *options)
{
	return serving_start_with(mode, selector, options, 0);
}

/* Runs a command of the shell that must end by itself, or is killed: -SIGKILL. What it
 * prints lies in program_output. */
static inline int run_command_in_time(const char *command)
{
	int ends[2], status = 0;
	size_t n = 0;
	ssize_t more = 1;
	Patience patience = patience_of(END_SECONDS);

	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		leave_debug_mode();
		dup2(ends[1], STDOUT_FILENO);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	struct pollfd output = { .fd = ends[0], .events = POLLIN };
	for (; more > 0 && n + 1 < sizeof program_output;
	     n += more > 0 ? (size_t)more : 0) {
		if (!patience_ready(&patience, &output, 1)) {
			kill(pid, SIGKILL);
			break;
		}
		more = read(ends[0], program_output + n, sizeof program_output - 1 - n);
	}
	program_output[n] = '\0';
	close(ends[0]);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* run_program for a program that must end by itself, or is killed: -SIGKILL. */
static inline int run_in_time(const char *program)
{
	const char *under = getenv("RUN_UNDER");
	char command[1024];

	snprintf(command, sizeof command, "exec %s %s/%s 2>&1", under ? under : "",
	         PROGRAMS, program);
	return run_command_in_time(command);
}

/* Runs a program that serves, with so few descriptors that there is none left for the
 * pipe by which signals come. It has to say why, and not that it listens. The selector
 * is poll, which needs no descriptor on any system. */
static inline void assert_needs_a_pipe(const char *program, int descriptors)
{
	char command[400], expected[200];

	if (getenv("RUN_UNDER") != NULL) {
		printf("SKIPPED: valgrind and qemu keep limits of their own\n");
		return;
	}
	snprintf(command, sizeof command,
	         "exec 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-; ulimit -n %d; "
	         "exec env ASYNCIO_SELECTOR=poll %s/%s",
	         descriptors, PROGRAMS, program);
	assert_int_equal(run_command_in_time(command), 1);
	snprintf(expected, sizeof expected, "%.*s: %s\n", (int)strcspn(program, " "),
	         program, strerror(EMFILE));
	assert_printed(expected);
	assert_null(strstr(program_output, "listening"));
}

/* It has END_SECONDS to end by itself, and is killed then. Its exit status, or minus
 * the signal that ended it. */
static inline int serving_wait(Serving *serving)
{
	int status = 0;
	Patience patience = patience_of(END_SECONDS);

	while (waitpid(serving->pid, &status, WNOHANG) == 0) {
		if (!patience_lasts(&patience))
			kill(serving->pid, SIGKILL);
		pause_ms(5);
	}
	close(serving->output);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* It has not ended yet. */
static inline bool serving_runs(const Serving *serving)
{
	siginfo_t end = { 0 };

	return waitid(P_PID, (id_t)serving->pid, &end,
	              WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       end.si_pid == 0;
}

static inline int serving_stop(Serving *serving, int signo)
{
	kill(serving->pid, signo);
	return serving_wait(serving);
}

/* The CPU time that it has used, in milliseconds; 0 on a system that does not tell. */
static inline long serving_cpu_ms(const Serving *serving)
{
#if defined _POSIX_CPUTIME && _POSIX_CPUTIME >= 0
	clockid_t clock;
	struct timespec used = { 0 };

	if (clock_getcpuclockid(serving->pid, &clock) == 0)
		clock_gettime(clock, &used);
	return used.tv_sec * 1000 + used.tv_nsec / 1000000;
#else
	return 0;
#endif
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

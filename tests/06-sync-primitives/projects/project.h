/* project.h - a project as a process of its own, with clients and servers around it.
 * NAME is the project; PROJECT in the environment says whose: "mine", say. */
#ifndef PROJECT_H
#define PROJECT_H

#define OF_WHOM "projects/${PROJECT:-solutions}/"
#define SERVER OF_WHOM NAME
#include "03-nonblocking-server/clients.h"

#include <sys/mman.h>

static inline Serving project_start(const char *options)
{
	return serving_start("", NULL, options);
}

/* Runs it with these arguments, to its end. */
static inline int run_project(const char *arguments)
{
	char program[200];

	snprintf(program, sizeof program, OF_WHOM NAME " %s", arguments);
	return run_in_time(program);
}

/* The next line, without its end. It is overwritten by the next call. */
static inline const char *hear_line(int fd)
{
	static char line[2048];
	size_t n = 0;

	while (n + 1 < sizeof line && hear_bytes(fd, line + n, 1) == 1 && line[n] != '\n')
		n++;
	line[n] = '\0';
	return line;
}

/* A socket at this port of 127.0.0.1, at which nothing listens yet; 0: any. Returns -1
 * if the port is in use. */
static inline int socket_at(int port)
{
	struct sockaddr_in here = { .sin_family = AF_INET,
		                    .sin_port = htons((in_port_t)port),
		                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (struct sockaddr *)&here, sizeof here) == 0)
		return fd;
	close(fd);
	return -1;
}

static inline int port_of(int fd)
{
	struct sockaddr_in here = { 0 };
	socklen_t size = sizeof here;

	getsockname(fd, (struct sockaddr *)&here, &size);
	return ntohs(here.sin_port);
}

/* Memory that the test shares with the processes that it forks; it is zero. */
static inline void *shared_memory(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
	                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_true(memory != MAP_FAILED);
	return memory;
}

/* Serves in a process of its own, with a process more for each connection. Returns the
 * port. The servers end with the test. */
static inline int server_in_a_child(void (*serve)(int fd, int which), int which)
{
	int listener = socket_at(0), port = port_of(listener);

	assert_int_equal(listen(listener, 100), 0);
	fflush(NULL);
	if (fork() == 0) {
		signal(SIGCHLD, SIG_IGN);
		for (int fd; (fd = accept(listener, NULL, NULL)) >= 0; close(fd)) {
			if (fork() == 0) {
				close(listener);
				serve(fd, which);
				_exit(0);
			}
		}
		_exit(0);
	}
	close(listener);
	return port;
}

#endif

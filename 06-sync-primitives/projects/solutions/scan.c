/* scan.c - a port scanner: a way to write it.
 *
 * A task for each port would be the shortest way, and for 65,535 ports that is memory
 * for 65,535 stacks of which 65,435 wait for a permit. Here the permit comes before the
 * task: main acquires it, and the task that it makes then releases it. So there are
 * never more tasks than --at-once. A second way has --at-once workers that take the next
 * number from a counter; it needs no semaphore at all. */
#include "asyncio.h"
#include "program.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdint.h>

enum { CLOSED, OPEN, SILENT };

static struct addrinfo *host;
static long first, last, limit = 1000; /* milliseconds */
static Semaphore places;
static char found[65536]; /* for each port: CLOSED, OPEN or SILENT */

static int connects(int fd, long port)
{
	struct sockaddr_in there = *(struct sockaddr_in *)(void *)host->ai_addr;
	Timeout timeout = { 0 };

	there.sin_port = htons((in_port_t)port);
	int error = timeout_enter(&timeout, (double)limit / 1000);
	if (error == 0)
		error = loop_sock_connect(asyncio_get_running_loop(), fd,
		                          (struct sockaddr *)&there, sizeof there);
	return timeout_exit(&timeout, error);
}

/* An error of socket(), -EMFILE for example, ends the scan: it says nothing about the
 * port. */
static int tries_port(void *arg, void **result)
{
	long port = (intptr_t)arg;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int error = fd < 0 ? -errno : 0;

	if (error == 0) {
		fcntl(fd, F_SETFL, O_NONBLOCK);
		error = connects(fd, port);
		loop_close_fd(asyncio_get_running_loop(), fd);
		found[port] = error == 0 ? OPEN : error == -ETIMEDOUT ? SILENT : CLOSED;
		error = error == -ECANCELED ? error : 0;
	}
	semaphore_release(&places);
	return error;
}

static int tries_all(void)
{
	TaskGroup group = { 0 };
	int error = taskgroup_enter(&group);

	for (long port = first; port <= last && error == 0; port++) {
		error = semaphore_acquire(&places);
		if (error == 0)
			taskgroup_create_task(&group, tries_port, (void *)(intptr_t)port);
	}
	return taskgroup_exit(&group, error);
}

static void print(void)
{
	long n = 0;

	for (long port = first; port <= last; port++) {
		n += found[port] == OPEN;
		if (found[port] != CLOSED)
			printf("%ld %s\n", port,
			       found[port] == OPEN ? "open" : "no answer");
	}
	printf("open: %ld of %ld\n", n, last - first + 1);
}

static int async_main(void *arg, void **result)
{
	int error = tries_all();

	if (error == 0)
		print();
	return error;
}

int main(int argc, char *argv[])
{
	struct addrinfo hints = { .ai_family = AF_INET, .ai_socktype = SOCK_STREAM };
	long at_once = 100;
	Option options[] = { { "at-once", &at_once, 1, 10000 },
		             { "timeout", &limit, 1, 60000 },
		             { 0 } };
	int operand = program_options(argc, argv, options,
	                              " [--at-once N] [--timeout MS] HOST FIRST LAST");

	if (argc != operand + 3)
		program_refuse("it wants a host, the first port and the last one", "");
	unsetenv("ASYNCIO_CLOCK"); /* others know nothing of our virtual clock */
	first = program_number("FIRST", argv[operand + 1], 1, 65535);
	last = program_number("LAST", argv[operand + 2], first, 65535);
	places = (Semaphore){ .value = at_once };
	int error = getaddrinfo(argv[operand], NULL, &hints, &host);
	if (error != 0) {
		fprintf(stderr, "scan: %s: %s\n", argv[operand], gai_strerror(error));
		return 1;
	}
	error = asyncio_run(async_main, NULL, NULL);
	freeaddrinfo(host);
	if (error < 0)
		program_fail(error);
	return 0;
}

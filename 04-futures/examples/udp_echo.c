/* udp_echo.c - datagrams, which may be lost: the client asks again until it is
 * answered. asyncio_wait_readable waits for any descriptor, and the system call is the
 * program's. */
#include "program.h"
#include "runners.h"
#include "sock.h"
#include "timeouts.h"

#include <arpa/inet.h>
#include <netinet/in.h>

enum { LOST = 2, SIZE = 64 };

static struct sockaddr_in server_address;

/* Waits for a datagram and receives it. Returns its size, or -errno. The socket may have
 * been ready for a datagram that was damaged: then there is none, and it waits again. */
static ssize_t receive(int fd, char *data, struct sockaddr_in *from)
{
	ssize_t n = -EAGAIN;

	while (n == -EAGAIN || n == -EINTR) {
		socklen_t size = sizeof *from;
		int error = asyncio_wait_readable(fd);
		if (error < 0)
			return error;
		n = recvfrom(fd, data, SIZE, 0, (struct sockaddr *)from, &size);
		n = n < 0 ? -errno : n;
	}
	return n;
}

/* Sends each datagram back, but drops the first ones, as a network might. */
static int echo(void *arg, void **result)
{
	int fd = *(int *)arg;
	struct sockaddr_in from;
	char data[SIZE];

	for (int i = 0;; i++) {
		ssize_t n = receive(fd, data, &from);
		if (n < 0)
			return (int)n;
		if (i < LOST)
			printf("server: loses '%.*s'\n", (int)n, data);
		else if (sendto(fd, data, (size_t)n, 0, (struct sockaddr *)&from,
		                sizeof from) < 0)
			return -errno;
	}
}

/* Sends the text, and waits one second at most for the answer. -ETIMEDOUT: none came. */
static int ask(int fd, const char *text, char *answer)
{
	Timeout timeout = { 0 };
	struct sockaddr_in from;
	ssize_t n = sendto(fd, text, strlen(text), 0, (struct sockaddr *)&server_address,
	                   sizeof server_address);
	int error = n < 0 ? -errno : timeout_enter(&timeout, 1);

	if (error < 0)
		return error;
	n = receive(fd, answer, &from);
	error = timeout_exit(&timeout, n < 0 ? (int)n : 0);
	if (error == 0)
		answer[n] = '\0';
	return error;
}

/* A question is asked again until it is answered, or the server has ended. */
static int client(int fd, const Task *server, const char *text)
{
	char answer[SIZE + 1];
	int error = -ETIMEDOUT;

	while (error == -ETIMEDOUT && !future_done(server)) {
		error = ask(fd, text, answer);
		if (error == 0)
			printf("client: has '%s'\n", answer);
		else if (error == -ETIMEDOUT)
			printf("client: asks again after %.0f s\n",
			       loop_time(asyncio_get_running_loop()));
	}
	return error;
}

static int async_main(void *sockets, void **result)
{
	int *fds = sockets;
	Task *server = asyncio_create_task(echo, &fds[0]);
	int error = client(fds[1], server, "ada");

	if (error == 0)
		error = client(fds[1], server, "bob");
	task_cancel(server);
	int ended = await(server, NULL);
	return ended != -ECANCELED ? ended : error;
}

/* A datagram socket of this machine, on a free port, that does not block. */
static int udp_socket(struct sockaddr_in *address)
{
	socklen_t size = sizeof *address;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	*address = (struct sockaddr_in){ .sin_family = AF_INET };
	address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) < 0 ||
	    bind(fd, (struct sockaddr *)address, size) < 0 ||
	    getsockname(fd, (struct sockaddr *)address, &size) < 0)
		program_fail(-errno);
	return fd;
}

int main(int argc, char *argv[])
{
	struct sockaddr_in client_address;

	program_begin(argc, argv, NULL,
	              "\n\nSends datagrams to an echo server that loses the first two.");
	int fds[] = { udp_socket(&server_address), udp_socket(&client_address) };
	int error = asyncio_run(async_main, fds, NULL);

	if (error < 0)
		program_fail(error);
	close(fds[0]);
	close(fds[1]);
	return 0;
}

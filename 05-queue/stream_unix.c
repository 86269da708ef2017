/* stream_unix.c - streams between programs of one machine: the address is a path. */
#include "machines/descriptors.h"
#include "sock.h"
#include "streams.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* ==== 5.3.10, may be skipped at first: streams between programs of one machine ==== */

/* Stores the address of the path, and returns a new Unix socket (io_socket), which is
 * not bound or connected to it; or a negative errno. -ENAMETOOLONG: the path with its
 * '\0' does not fit into sun_path. -ENOENT: the path is empty; Linux would give the
 * socket a name that is no path. */
static int unix_socket(const char *path, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (path[0] == '\0')
		return -ENOENT;
	if (strlen(path) >= sizeof address->sun_path)
		return -ENAMETOOLONG;
	strcpy(address->sun_path, path);
	return io_socket(AF_UNIX, SOCK_STREAM, 0);
}

/* Connects a socket to the path (loop_sock_connect) and opens a stream of it. If that
 * fails the socket is closed. -EPERM: there is no loop (connection_loop). */
int asyncio_open_unix_connection(const char *path, StreamReader **reader,
                                 StreamWriter **writer)
{
	struct sockaddr_un address;
	Loop *loop = connection_loop();
	int fd = loop == NULL ? -EPERM : unix_socket(path, &address);

	*reader = NULL;
	*writer = NULL;
	if (fd < 0)
		return fd;
	int error = loop_sock_connect(loop, fd, (struct sockaddr *)&address,
	                              sizeof address);
	if (error == 0)
		return asyncio_open_connection_sock(fd, reader, writer);
	loop_close_fd(loop, fd);
	return error;
}

/* Removes what an earlier server has left at the path: a socket, and nothing else; a
 * symbolic link is not a socket (lstat). The system does not remove the socket of a
 * server that has ended. */
static void unix_remove_old(const char *path)
{
	struct stat old;

	if (lstat(path, &old) == 0 && S_ISSOCK(old.st_mode))
		unlink(path);
}

/* Returns 0, or why no server can be started: -EPERM, there is no loop; -EINVAL, there
 * is no function; -ESHUTDOWN, the loop is closed. This is asked before anything is
 * removed at the path, because the socket there may be that of a server that is
 * alive. */
static int unix_server_refusal(ConnectionFn *fn)
{
	const Loop *loop = connection_loop();

	if (loop == NULL || fn == NULL)
		return loop == NULL ? -EPERM : -EINVAL;
	return loop->closed ? -ESHUTDOWN : 0;
}

/* The order: unix_server_refusal, unix_socket, unix_remove_old, bind,
 * asyncio_start_server_sock. The first that fails is the last. If it is bind the socket
 * is closed, with close. */
int asyncio_start_unix_server(ConnectionFn *fn, void *arg, const char *path,
                              Server **server)
{
	struct sockaddr_un address;
	int refusal = unix_server_refusal(fn);
	int fd = refusal < 0 ? refusal : unix_socket(path, &address);

	*server = NULL;
	if (fd < 0)
		return fd;
	unix_remove_old(path);
	if (bind(fd, (struct sockaddr *)&address, sizeof address) == 0)
		return asyncio_start_server_sock(fn, arg, fd, server);
	int error = -errno;
	close(fd);
	return error;
}

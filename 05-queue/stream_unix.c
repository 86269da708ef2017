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

/* ==== Step 5.3: who calls, and who is called ==== */

/* Returns a new socket and the address of the path; -ENAMETOOLONG: the path does not fit
 * into an address; -ENOENT: it is empty, which Linux would take for a name of its own. */
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

/* Nobody removes the socket of a server that has ended. */
static void unix_remove_old(const char *path)
{
	struct stat old;

	if (lstat(path, &old) == 0 && S_ISSOCK(old.st_mode))
		unlink(path);
}

/* 0, or why there can be no server: then the socket that is there, which may be that of a
 * server that lives, is not removed. */
static int unix_server_refusal(ConnectionFn *fn)
{
	const Loop *loop = connection_loop();

	if (loop == NULL || fn == NULL)
		return loop == NULL ? -EPERM : -EINVAL;
	return loop->closed ? -ESHUTDOWN : 0;
}

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

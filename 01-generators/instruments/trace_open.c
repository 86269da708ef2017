/* trace_open.c - the files of a trace are opened, and get descriptors that the program
 * would not have had. */
#include "trace_private.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* ==== Given: a run that is watched ==== */

/* Where a program may have few descriptors, it needs those that there are. */
int trace_out_of_the_way(int fd)
{
	struct rlimit limit;
	int from = 200, moved = -1;

	if (fd < 0)
		return -1;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 256)
		from = (int)limit.rlim_cur - 16;
	if (from >= 32)
		moved = fcntl(fd, F_DUPFD_CLOEXEC, from);
	else
		errno = EMFILE;
	int error = errno;
	close(fd);
	errno = error;
	return moved;
}

/* Are these the same file? */
static bool are_same(int one, int other)
{
	struct stat first, second;

	return fstat(one, &first) == 0 && fstat(other, &second) == 0 &&
	       first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

bool trace_stdout_is_stderr(void)
{
	return are_same(STDOUT_FILENO, STDERR_FILENO);
}

/* open(2). A FIFO without a reader would keep the program from its main: it is tried for
 * a second, because a shell may begin the reader a little later than the program. */
static int open_to_write(const char *path)
{
	struct stat about;
	bool is_fifo = stat(path, &about) == 0 && S_ISFIFO(about.st_mode);
	int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, fd = -1;

	for (int tries = 0; fd < 0 && tries < (is_fifo ? 100 : 1); tries++) {
		if (tries > 0)
			poll(NULL, 0, 10);
		fd = open(path, flags | (is_fifo ? O_NONBLOCK : 0), 0666);
		if (fd < 0 && errno != ENXIO)
			break;
	}
	if (fd >= 0 && is_fifo)
		fcntl(fd, F_SETFL, O_APPEND);
	return fd;
}

/* What stdout or stderr has written there already stays. */
int trace_open(const char *path, bool *busy)
{
	struct stat about;
	int fd = open_to_write(path);

	*busy = false;
	if (fd < 0)
		return -1;
	for (int own = STDOUT_FILENO; own <= STDERR_FILENO; own++) {
		if (fd > STDERR_FILENO && are_same(fd, own)) {
			close(fd);
			return dup(own);
		}
	}
	if (fstat(fd, &about) < 0 || !S_ISREG(about.st_mode))
		return fd;
	*busy = flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK;
	if (!*busy && ftruncate(fd, 0) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* faults.h - what can be made to fail, and in which ways. The shim (shim.c) and the
 * runner (run.c) share this page.
 *
 * A fault is written CALL:N:ERROR: the N-th call of CALL that the project's own code
 * makes fails with ERROR. With CALL:N+:ERROR all later calls of the same class fail, too,
 * as they do when memory or descriptors have run out. @1 behind it: not in the program
 * itself, but in the first process that it forks. */
#ifndef FAULTS_H
#define FAULTS_H

#include <errno.h>
#include <netdb.h>
#include <stddef.h>

/* The calls, their class, and the errors that a system really gives. SHORT: one byte is
 * transferred, of more. The class 'm' takes memory, 'd' a descriptor; '-' neither. */
#define FAULTS(X)                                                                 \
	X(malloc, 'm', "ENOMEM")                                                  \
	X(calloc, 'm', "ENOMEM")                                                  \
	X(realloc, 'm', "ENOMEM")                                                 \
	X(getdelim, '-', "ENOMEM")                                                \
	X(mmap, 'm', "ENOMEM")                                                    \
	X(madvise, '-', "EINVAL ENOMEM")                                          \
	X(mprotect, '-', "ENOMEM")                                                \
	X(pipe, 'd', "EMFILE ENFILE")                                             \
	X(pipe2, 'd', "EMFILE ENFILE")                                            \
	X(socketpair, 'd', "EMFILE ENFILE")                                       \
	X(socket, 'd', "EMFILE ENFILE ENOBUFS ENOMEM EACCES")                     \
	X(accept4, 'd',                                                           \
	  "EMFILE ENFILE ENOBUFS ENOMEM ECONNABORTED EPROTO EPERM EINTR "         \
	  "EAGAIN")                                                               \
	X(accept, 'd',                                                            \
	  "EMFILE ENFILE ENOBUFS ENOMEM ECONNABORTED EPROTO EPERM EINTR "         \
	  "EAGAIN")                                                               \
	X(epoll_create1, 'd', "EMFILE ENFILE ENOMEM")                             \
	X(open, 'd', "EMFILE ENFILE EACCES")                                      \
	X(fopen, 'd', "EMFILE ENFILE EACCES")                                     \
	X(dup, 'd', "EMFILE")                                                     \
	X(bind, '-', "EADDRINUSE EACCES")                                         \
	X(listen, '-', "EADDRINUSE")                                              \
	X(connect, '-', "ECONNREFUSED ETIMEDOUT ENETUNREACH EADDRNOTAVAIL EINTR") \
	X(getsockname, '-', "ENOBUFS")                                            \
	X(getsockopt, '-', "ENOBUFS")                                             \
	X(setsockopt, '-', "ENOMEM")                                              \
	X(shutdown, '-', "ENOTCONN")                                              \
	X(recv, '-', "ECONNRESET ETIMEDOUT EINTR EAGAIN ENOMEM SHORT")            \
	X(recvfrom, '-', "EINTR EAGAIN ENOMEM")                                   \
	X(sendto, '-', "EINTR EAGAIN ENOBUFS EPERM")                              \
	X(read, '-', "EINTR EAGAIN SHORT")                                        \
	X(send, '-', "ECONNRESET EPIPE EINTR EAGAIN ENOBUFS SHORT")               \
	X(write, '-', "EINTR SHORT")                                              \
	X(close, '-', "EINTR EIO")                                                \
	X(fcntl, '-', "EACCES")                                                   \
	X(stat, '-', "EACCES")                                                    \
	X(epoll_ctl, '-', "ENOSPC ENOMEM")                                        \
	X(epoll_wait, '-', "EINTR")                                               \
	X(poll, '-', "EINTR ENOMEM")                                              \
	X(nanosleep, '-', "EINTR")                                                \
	X(sigaction, '-', "EINVAL")                                               \
	X(sigaltstack, '-', "ENOMEM")                                             \
	X(getaddrinfo, '-', "EAI_MEMORY EAI_AGAIN EAI_NONAME EAI_SYSTEM")         \
	X(getentropy, '-', "EIO")                                                 \
	X(fork, '-', "EAGAIN ENOMEM")                                             \
	X(waitpid, '-', "EINTR")                                                  \
	X(pthread_create, '-', "EAGAIN")                                          \
	X(pthread_key_create, '-', "EAGAIN")                                      \
	X(pthread_setspecific, '-', "ENOMEM")                                     \
	X(pthread_cond_init, '-', "ENOMEM")                                       \
	X(pthread_mutex_init, '-', "ENOMEM")

enum Call {
#define CALL(name, class, errors) CALL_##name,
	FAULTS(CALL)
#undef CALL
		CALLS
};

enum { SHORT = 10000, RESOLVER = 11000, MOST_PROCESSES = 8 };

/* The names of errors. What getaddrinfo returns is RESOLVER more than it is. */
static const struct ErrorName {
	const char *name;
	int error;
} error_names[] = {
#define ERROR(e) { #e, e },
	ERROR(ENOMEM) ERROR(EINVAL) ERROR(EMFILE) ERROR(ENFILE) ERROR(ENOBUFS) ERROR(
		EACCES) ERROR(ECONNABORTED) ERROR(EPROTO) ERROR(EPERM) ERROR(EINTR)
		ERROR(EAGAIN) ERROR(EADDRINUSE) ERROR(ECONNREFUSED) ERROR(ETIMEDOUT)
			ERROR(ENETUNREACH) ERROR(EADDRNOTAVAIL) ERROR(ENOTCONN)
				ERROR(ECONNRESET) ERROR(EIO) ERROR(EPIPE) ERROR(ENOSPC)
					ERROR(SHORT)
#undef ERROR
						{ "EAI_MEMORY", RESOLVER + EAI_MEMORY },
	{ "EAI_AGAIN", RESOLVER + EAI_AGAIN },
	{ "EAI_NONAME", RESOLVER + EAI_NONAME },
	{ "EAI_SYSTEM", RESOLVER + EAI_SYSTEM },
	{ NULL, 0 }
};

/* What the shim and the runner share, in a file that both have mapped. */
typedef struct Report {
	unsigned long calls[MOST_PROCESSES][CALLS]; /* that were made */
	unsigned long injected;                     /* faults */
	/* When the program itself has ended: by a return from main, and what is left. */
	_Bool ended, returned;
	long blocks, mappings, descriptors;
} Report;

#endif

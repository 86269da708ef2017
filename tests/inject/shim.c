/* shim.c - stands between a program and libc (LD_PRELOAD), and makes the call fail that
 * INJECT names, as faults.h describes. Only calls that come from the program's own code
 * count, not those that libc makes for itself. It also counts what the program has
 * allocated, mapped and opened, and has not given back when main returns. */
#include "faults.h"

#include <dlfcn.h>
#include <err.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real[CALL_##name])
#define HERE __builtin_return_address(0)
#define FAIL(name, value)                              \
	do {                                           \
		int error_ = fault(CALL_##name, HERE); \
		if (error_ != 0) {                     \
			errno = error_;                \
			return value;                  \
		}                                      \
	} while (0)

enum { BLOCKS = 1 << 16, MOST_DESCRIPTORS = 1024 };

void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t),
	*__libc_realloc(void *, size_t);
void __libc_free(void *);

static void *real[CALLS];
static Report *report, own_report;
static uintptr_t code_begin, code_end;
static struct {
	enum Call call;
	unsigned long n;
	bool all_later;
	int error, process;
} order;
static atomic_bool striking; /* the fault has come, and all later calls fail, too */
static atomic_int process, forked;
static bool was_open[MOST_DESCRIPTORS];

static const char *const call_names[] = {
#define NAME(name, class, errors) #name,
	FAULTS(NAME)
#undef NAME
};
static const char classes[] = {
#define CLASS(name, class, errors) class,
	FAULTS(CLASS)
#undef CLASS
};

static bool is_ours(const void *caller)
{
	return (uintptr_t)caller >= code_begin && (uintptr_t)caller < code_end;
}

/* Counts a call. Returns the error it is to fail with, or 0. */
static int fault(enum Call call, const void *caller)
{
	if (!is_ours(caller) || report == NULL || process >= MOST_PROCESSES)
		return 0;
	unsigned long n = __atomic_add_fetch(&report->calls[process][call], 1,
	                                     __ATOMIC_SEQ_CST);
	if (order.n == 0 || process != order.process)
		return 0;
	bool later = striking &&
	             (call == order.call || (classes[order.call] != '-' &&
	                                     classes[call] == classes[order.call]));
	if (!later && (call != order.call || n != order.n))
		return 0;
	striking = order.all_later;
	__atomic_add_fetch(&report->injected, 1, __ATOMIC_SEQ_CST);
	return order.error;
}

/* ==== What was allocated, and has not been freed ==== */

static void *blocks[BLOCKS];
static atomic_flag blocks_lock = ATOMIC_FLAG_INIT;

static void **block_find(const void *block)
{
	size_t i = (size_t)((uintptr_t)block / 16 * 2654435761u) % BLOCKS;

	while (blocks[i] != NULL && blocks[i] != block)
		i = (i + 1) % BLOCKS;
	return &blocks[i];
}

static void lock(void)
{
	while (atomic_flag_test_and_set(&blocks_lock))
		;
}

static void *block_add(void *block)
{
	if (block == NULL)
		return NULL;
	lock();
	*block_find(block) = block;
	report->blocks++;
	atomic_flag_clear(&blocks_lock);
	return block;
}

/* What follows the gap is moved to where it is found again. */
static void block_remove(const void *block)
{
	lock();
	void **gap = block_find(block);
	if (*gap != NULL && report != NULL) {
		*gap = NULL;
		report->blocks--;
		for (size_t i = (size_t)(gap - blocks + 1) % BLOCKS; blocks[i] != NULL;
		     i = (i + 1) % BLOCKS) {
			void *moved = blocks[i];
			blocks[i] = NULL;
			*block_find(moved) = moved;
		}
	}
	atomic_flag_clear(&blocks_lock);
}

void *malloc(size_t size)
{
	if (!is_ours(HERE))
		return __libc_malloc(size);
	FAIL(malloc, NULL);
	return block_add(__libc_malloc(size));
}

void *calloc(size_t n, size_t size)
{
	if (!is_ours(HERE))
		return __libc_calloc(n, size);
	FAIL(calloc, NULL);
	return block_add(__libc_calloc(n, size));
}

void *realloc(void *old, size_t size)
{
	if (!is_ours(HERE))
		return __libc_realloc(old, size);
	FAIL(realloc, NULL);
	block_remove(old);
	void *block = __libc_realloc(old, size);
	block_add(block == NULL ? old : block);
	return block;
}

void free(void *block)
{
	if (block != NULL && is_ours(HERE))
		block_remove(block);
	__libc_free(block);
}

void *mmap(void *where, size_t size, int protection, int flags, int fd, off_t offset)
{
	FAIL(mmap, MAP_FAILED);
	void *memory = REAL(mmap)(where, size, protection, flags, fd, offset);
	if (is_ours(HERE) && memory != MAP_FAILED)
		__atomic_add_fetch(&report->mappings, 1, __ATOMIC_SEQ_CST);
	return memory;
}

int munmap(void *memory, size_t size)
{
	static __typeof__(&munmap) real_munmap;

	if (real_munmap == NULL)
		real_munmap = (__typeof__(&munmap))dlsym(RTLD_NEXT, "munmap");
	if (is_ours(HERE))
		__atomic_sub_fetch(&report->mappings, 1, __ATOMIC_SEQ_CST);
	return real_munmap(memory, size);
}

/* ==== Calls that return -1 and set errno ==== */

#define FAILS(type, name, parameters, arguments)      \
	type name parameters                          \
	{                                             \
		int error = fault(CALL_##name, HERE); \
		if (error == 0)                       \
			return REAL(name) arguments;  \
		errno = error;                        \
		return (type)-1;                      \
	}

FAILS(int, madvise, (void *memory, size_t size, int advice), (memory, size, advice))
FAILS(int, mprotect, (void *memory, size_t size, int protection),
      (memory, size, protection))
FAILS(int, pipe, (int ends[2]), (ends))
FAILS(int, pipe2, (int ends[2], int flags), (ends, flags))
FAILS(int, socketpair, (int domain, int type, int protocol, int ends[2]),
      (domain, type, protocol, ends))
FAILS(int, socket, (int domain, int type, int protocol), (domain, type, protocol))
FAILS(int, accept4,
      (int fd, struct sockaddr *restrict from, socklen_t *restrict size, int flags),
      (fd, from, size, flags))
FAILS(int, accept, (int fd, struct sockaddr *restrict from, socklen_t *restrict size),
      (fd, from, size))
FAILS(int, epoll_create1, (int flags), (flags))
FAILS(int, dup, (int fd), (fd))
FAILS(int, bind, (int fd, const struct sockaddr *address, socklen_t size),
      (fd, address, size))
FAILS(int, listen, (int fd, int backlog), (fd, backlog))
FAILS(int, getsockname,
      (int fd, struct sockaddr *restrict here, socklen_t *restrict size),
      (fd, here, size))
FAILS(int, getsockopt,
      (int fd, int level, int name, void *restrict value, socklen_t *restrict size),
      (fd, level, name, value, size))
FAILS(int, setsockopt, (int fd, int level, int name, const void *value, socklen_t size),
      (fd, level, name, value, size))
FAILS(int, shutdown, (int fd, int how), (fd, how))
FAILS(int, stat, (const char *restrict path, struct stat *restrict what), (path, what))
FAILS(int, poll, (struct pollfd * fds, nfds_t n, int timeout), (fds, n, timeout))
FAILS(int, sigaltstack, (const stack_t *restrict stack, stack_t *restrict old),
      (stack, old))
FAILS(int, getentropy, (void *buffer, size_t n), (buffer, n))
FAILS(ssize_t, recvfrom,
      (int fd, void *restrict data, size_t n, int flags, struct sockaddr *restrict from,
       socklen_t *restrict size),
      (fd, data, n, flags, from, size))
FAILS(ssize_t, sendto,
      (int fd, const void *data, size_t n, int flags, const struct sockaddr *to,
       socklen_t size),
      (fd, data, n, flags, to, size))
FAILS(pid_t, waitpid, (pid_t pid, int *status, int options), (pid, status, options))
FAILS(ssize_t, getdelim,
      (char **restrict text, size_t *restrict size, int delimiter, FILE *restrict file),
      (text, size, delimiter, file))

/* One byte instead of many. */
#define TRANSFERS(name, parameters, arguments)        \
	ssize_t name parameters                       \
	{                                             \
		int error = fault(CALL_##name, HERE); \
		if (error == SHORT && n > 1)          \
			n = 1;                        \
		if (error == 0 || error == SHORT)     \
			return REAL(name) arguments;  \
		errno = error;                        \
		return -1;                            \
	}

TRANSFERS(read, (int fd, void *data, size_t n), (fd, data, n))
TRANSFERS(write, (int fd, const void *data, size_t n), (fd, data, n))
TRANSFERS(recv, (int fd, void *data, size_t n, int flags), (fd, data, n, flags))
TRANSFERS(send, (int fd, const void *data, size_t n, int flags), (fd, data, n, flags))

/* ==== Calls with a way of their own to fail ==== */

/* Interrupted, the system goes on to connect. */
int connect(int fd, const struct sockaddr *address, socklen_t size)
{
	int error = fault(CALL_connect, HERE);

	if (error != 0 && error != EINTR) {
		errno = error;
		return -1;
	}
	int status = REAL(connect)(fd, address, size);
	if (error == 0 || (status < 0 && errno != EINPROGRESS))
		return status;
	errno = error;
	return -1;
}

/* Linux has closed the descriptor, whatever it says. */
int close(int fd)
{
	int error = fault(CALL_close, HERE), status = REAL(close)(fd);

	if (error == 0 || status < 0)
		return status;
	errno = error;
	return -1;
}

/* To forget a descriptor, and to ask for its flags, never fails. */
int epoll_ctl(int fd, int operation, int watched, struct epoll_event *event)
{
	if (operation != EPOLL_CTL_DEL)
		FAIL(epoll_ctl, -1);
	return REAL(epoll_ctl)(fd, operation, watched, event);
}

/* One that does not sleep cannot be interrupted; a poll can. */
int epoll_wait(int fd, struct epoll_event *events, int n, int timeout)
{
	if (timeout != 0)
		FAIL(epoll_wait, -1);
	return REAL(epoll_wait)(fd, events, n, timeout);
}

int fcntl(int fd, int command, ...)
{
	va_list more;

	va_start(more, command);
	void *value = va_arg(more, void *);
	va_end(more);
	if (command != F_GETFD && command != F_GETFL)
		FAIL(fcntl, -1);
	return REAL(fcntl)(fd, command, value);
}

int open(const char *path, int flags, ...)
{
	va_list more;

	va_start(more, flags);
	int mode = va_arg(more, int);
	va_end(more);
	FAIL(open, -1);
	return REAL(open)(path, flags, mode);
}

FILE *fopen(const char *restrict path, const char *restrict mode)
{
	FAIL(fopen, NULL);
	return REAL(fopen)(path, mode);
}

int nanosleep(const struct timespec *time, struct timespec *rest)
{
	int error = fault(CALL_nanosleep, HERE);

	if (error == 0)
		return REAL(nanosleep)(time, rest);
	if (rest != NULL)
		*rest = *time;
	errno = error;
	return -1;
}

/* To ask who handles a signal never fails. */
int sigaction(int signo, const struct sigaction *restrict action,
              struct sigaction *restrict old)
{
	if (action != NULL)
		FAIL(sigaction, -1);
	return REAL(sigaction)(signo, action, old);
}

int getaddrinfo(const char *restrict host, const char *restrict service,
                const struct addrinfo *restrict hints, struct addrinfo **restrict found)
{
	int error = fault(CALL_getaddrinfo, HERE);

	if (error == 0)
		return REAL(getaddrinfo)(host, service, hints, found);
	errno = EMFILE;
	return error - RESOLVER;
}

/* A child counts anew. */
pid_t fork(void)
{
	int number = 0;

	if (is_ours(HERE)) {
		FAIL(fork, -1);
		number = ++forked;
	}
	pid_t pid = REAL(fork)();
	if (pid == 0 && number != 0)
		process = process == 0 ? number : MOST_PROCESSES;
	return pid;
}

/* ==== Calls that return their error ==== */

#define RETURNS(name, parameters, arguments)                      \
	int name parameters                                       \
	{                                                         \
		int error = fault(CALL_##name, HERE);             \
		return error != 0 ? error : REAL(name) arguments; \
	}

RETURNS(pthread_create,
        (pthread_t *restrict thread, const pthread_attr_t *restrict how,
         void *(*fn)(void *), void *restrict arg),
        (thread, how, fn, arg))
RETURNS(pthread_key_create, (pthread_key_t * key, void (*end)(void *)), (key, end))
RETURNS(pthread_setspecific, (pthread_key_t key, const void *value), (key, value))
RETURNS(pthread_cond_init,
        (pthread_cond_t *restrict condition, const pthread_condattr_t *restrict how),
        (condition, how))
RETURNS(pthread_mutex_init,
        (pthread_mutex_t *restrict mutex, const pthread_mutexattr_t *restrict how),
        (mutex, how))

/* ==== The beginning and the end ==== */

static bool left_by_exit; /* and not by a return from main: it owes nothing */

void exit(int status)
{
	__typeof__(&exit) real_exit = (__typeof__(&exit))dlsym(RTLD_NEXT, "exit");

	left_by_exit = left_by_exit || is_ours(HERE);
	real_exit(status);
	__builtin_unreachable();
}

void err(int status, const char *format, ...)
{
	va_list more;

	left_by_exit = true;
	va_start(more, format);
	verr(status, format, more);
}

/* The first is the program; its code is what can be executed. */
static int program_code(struct dl_phdr_info *info, size_t size, void *nothing)
{
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		if (part->p_type != PT_LOAD || !(part->p_flags & PF_X))
			continue;
		code_begin = info->dlpi_addr + part->p_vaddr;
		code_end = code_begin + part->p_memsz;
	}
	return 1;
}

static void order_read(const char *text)
{
	char name[64] = "", error[64] = "";
	int length = 0;

	if (text == NULL || sscanf(text, "%63[^:]:%lu%n", name, &order.n, &length) < 2)
		return;
	order.all_later = text[length] == '+';
	sscanf(text + length + order.all_later, ":%63[^@]@%d", error, &order.process);
	for (order.call = 0; order.call < CALLS; order.call++) {
		if (strcmp(call_names[order.call], name) == 0)
			break;
	}
	for (const struct ErrorName *e = error_names; e->name != NULL; e++) {
		if (strcmp(e->name, error) == 0)
			order.error = e->error;
	}
	if (order.call < CALLS && order.error != 0)
		return;
	fprintf(stderr, "INJECT=%s: is CALL:N:ERROR\n", text);
	_exit(3);
}

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("INJECT_REPORT");
	int fd;

	for (int i = 0; i < CALLS; i++)
		real[i] = dlsym(RTLD_NEXT, call_names[i]);
	report = &own_report;
	fd = path == NULL ? -1 : REAL(open)(path, O_RDWR);
	if (fd >= 0) {
		void *shared = REAL(mmap)(NULL, sizeof *report, PROT_READ | PROT_WRITE,
		                          MAP_SHARED, fd, 0);
		report = shared == MAP_FAILED ? report : shared;
		REAL(close)(fd);
	}
	for (int i = 0; i < MOST_DESCRIPTORS; i++)
		was_open[i] = REAL(fcntl)(i, F_GETFD) >= 0;
	order_read(getenv("INJECT"));
	unsetenv("LD_PRELOAD"); /* it is for this program and those it forks */
	dl_iterate_phdr(program_code, NULL);
}

__attribute__((destructor)) static void end(void)
{
	if (process != 0)
		return;
	report->ended = true;
	report->returned = !left_by_exit;
	for (int i = 3; i < MOST_DESCRIPTORS; i++)
		report->descriptors += !was_open[i] && REAL(fcntl)(i, F_GETFD) >= 0;
	if (getenv("INJECT") != NULL && getenv("INJECT_REPORT") == NULL &&
	    report->injected == 0)
		fprintf(stderr, "%s: no such call was made\n", getenv("INJECT"));
}

/* system.h - for a test that puts a function in front of one of the system's. */
#ifndef SYSTEM_H
#define SYSTEM_H

#include <string.h>

/* Declares a function under the name of the system's: one(int fd) INSTEAD_OF(close). */
#define INSTEAD_OF(name) __asm__(SYSTEM_TEXT(__USER_LABEL_PREFIX__) #name)
#define SYSTEM_TEXT(prefix) SYSTEM_TEXT_OF(prefix)
#define SYSTEM_TEXT_OF(prefix) #prefix

/* Calls the system's own function behind it: SYSTEM(close, fd). On Linux the kernel
 * itself, so that programs without shared libraries can do it, too. */
#ifdef __linux__

#include <sys/syscall.h>
#include <unistd.h>
#define SYSTEM(name, ...) syscall(SYS_##name, __VA_ARGS__)
#define SYSTEM_ACCEPT(fd, address, size) (int)SYSTEM(accept4, fd, address, size, 0)
#define SYSTEM_PIPE(ends) (int)SYSTEM(pipe2, ends, 0)

#else

/* Where accept takes a union of pointers, pedants object to a pointer of another type. */
#pragma GCC diagnostic ignored "-Wpedantic"
#include <dlfcn.h>
#define SYSTEM(name, ...) ((__typeof__(&name))system_own(#name))(__VA_ARGS__)
#define SYSTEM_ACCEPT(fd, address, size) SYSTEM(accept, fd, address, size)
#define SYSTEM_PIPE(ends) SYSTEM(pipe, ends)

static inline void (*system_own(const char *name))(void)
{
	void *found = dlsym(RTLD_NEXT, name), (*function)(void);

	memcpy(&function, &found, sizeof function);
	return function;
}

#endif
/* The library accepts connections with one of two calls, and makes pipes with one of two,
 * depending on what the system has. At file scope INSTEAD_OF_ACCEPT(refuses) stands in
 * front of both that accept: they fail with errno if bool refuses(void) returns true.
 * INSTEAD_OF_PIPE(before) has both that make a pipe call void before(void) first. */
#define INSTEAD_OF_ACCEPT(refuses)                                                  \
	int first_accept(int fd, void *address, void *size) INSTEAD_OF(accept);     \
	int first_accept(int fd, void *address, void *size)                         \
	{                                                                           \
		return refuses() ? -1 : SYSTEM_ACCEPT(fd, address, size);           \
	}                                                                           \
	INSTEAD_OF_ACCEPT4(refuses)

#define INSTEAD_OF_PIPE(before)                                                     \
	int first_pipe(int ends[2]) INSTEAD_OF(pipe);                               \
	int first_pipe(int ends[2])                                                 \
	{                                                                           \
		before();                                                           \
		return SYSTEM_PIPE(ends);                                           \
	}                                                                           \
	INSTEAD_OF_PIPE2(before)

/* macOS has neither of these. */
#ifdef __APPLE__

#define INSTEAD_OF_ACCEPT4(refuses)
#define INSTEAD_OF_PIPE2(before)

#else

#define INSTEAD_OF_ACCEPT4(refuses)                                                 \
	int first_accept4(int, void *, void *, int) INSTEAD_OF(accept4);            \
	int first_accept4(int fd, void *address, void *size, int flags)             \
	{                                                                           \
		if (refuses())                                                      \
			return -1;                                                  \
		return (int)SYSTEM(accept4, fd, address, size, flags);              \
	}

#define INSTEAD_OF_PIPE2(before)                                                    \
	int first_pipe2(int ends[2], int flags) INSTEAD_OF(pipe2);                  \
	int first_pipe2(int ends[2], int flags)                                     \
	{                                                                           \
		before();                                                           \
		return (int)SYSTEM(pipe2, ends, flags);                             \
	}

#endif
#endif

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

#else

#include <dlfcn.h>
#define SYSTEM(name, ...) ((__typeof__(&name))system_own(#name))(__VA_ARGS__)

static inline void (*system_own(const char *name))(void)
{
	void *found = dlsym(RTLD_NEXT, name), (*function)(void);

	memcpy(&function, &found, sizeof function);
	return function;
}

#endif
#endif

/* guard.c - guard pages, made in a way that is known to work here. */
#include "guard.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Linux 6.13 can mark a page as a guard within a mapping, so a million of them need no
 * more mappings than one. mprotect cuts the mapping in two at each, and a process may
 * have 65,530 (vm.max_map_count): it ends at 32,753 stacks. */
#if defined __linux__ && !defined MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

typedef int GuardMethod(char *page, size_t size);
static GuardMethod *guard_method; /* NULL: none works */
static atomic_flag complained = ATOMIC_FLAG_INIT;

/* ==== Step 1.4: stacks that fail loudly, and are used again ==== */

#ifdef MADV_GUARD_INSTALL
static int guard_by_madvise(char *page, size_t size)
{
	return madvise(page, size, MADV_GUARD_INSTALL);
}
#endif

static int guard_by_mprotect(char *page, size_t size)
{
	return mprotect(page, size, PROT_NONE);
}

/* Some emulators accept the call and do nothing. The truth comes out when the kernel
 * is asked to read from the page itself. */
static bool kernel_can_read(const char *page, const int ends[2])
{
	bool could = write(ends[1], page, 1) == 1;

	close(ends[0]);
	close(ends[1]);
	return could;
}

static bool guard_bites(GuardMethod *method)
{
	size_t size = (size_t)sysconf(_SC_PAGESIZE);
	char *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
	                  -1, 0);
	int ends[2];

	if (page == MAP_FAILED)
		return false;
	bool bites = method(page, size) == 0;
	if (pipe(ends) < 0)
		bites = bites &&
		        method == guard_by_mprotect; /* the one to trust unseen */
	else
		bites = !kernel_can_read(page, ends) && bites;
	munmap(page, size);
	return bites;
}

static void guard_choose(void)
{
#ifdef MADV_GUARD_INSTALL
	if (guard_bites(guard_by_madvise))
		guard_method = guard_by_madvise;
	else
#endif
		if (guard_bites(guard_by_mprotect))
		guard_method = guard_by_mprotect;
}

static void complain(const char *what, const char *why)
{
	if (!atomic_flag_test_and_set(&complained))
		fprintf(stderr, "no stack for one more generator: %s%s\n", what, why);
}

int guard_install(char *page, size_t size)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, guard_choose);
	if (guard_method == NULL) {
		complain("no way to make a guard page below it works here", "");
		return -ENOSYS;
	}
	if (guard_method(page, size) < 0) {
		int error = errno;
		complain("the system refuses its guard page (on Linux vm.max_map_count "
		         "may be "
		         "too low): ",
		         strerror(error));
		return -error;
	}
	return 0;
}

/* guard.c - guard pages, made in a way that is known to work here. */
#include "guard.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Linux 6.13 can mark pages as a guard within a mapping, so that a million of them fit
 * into a few mappings. mprotect cuts a mapping in two each time, and a process may
 * have 65,530 of them (vm.max_map_count): that ends at 32,753 stacks. */
#if defined __linux__ && !defined MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

/* What is known of a way to guard: nothing yet, that it works, that it only pretends
 * to. */
enum { UNTRIED, BITES, PRETENDS };

typedef struct Guard {
	int (*install)(char *low, size_t size);
	atomic_int known;
} Guard;

static atomic_flag complained = ATOMIC_FLAG_INIT;

/* ==== Step 1.2: a stack for each generator ==== */

size_t guard_size(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	return (20 * 1024 + page - 1) / page * page;
}

/* ==== Step 1.4: stacks that fail loudly, and are used again ==== */

static int guard_by_madvise(char *low, size_t size)
{
#ifdef MADV_GUARD_INSTALL
	return madvise(low, size, MADV_GUARD_INSTALL);
#else
	errno = ENOSYS;
	return -1;
#endif
}

static int guard_by_mprotect(char *low, size_t size)
{
	return mprotect(low, size, PROT_NONE);
}

/* Some emulators accept the call and do nothing. The truth comes out when the kernel
 * is asked to read from the page itself. Without a descriptor to spare it stays
 * untried. */
static int guard_try(const char *page)
{
	int ends[2];

	if (pipe(ends) < 0)
		return UNTRIED;
	int known = write(ends[1], page, 1) == 1 ? PRETENDS : BITES;
	close(ends[0]);
	close(ends[1]);
	return known;
}

/* Does this way work here, as far as is known? Untried is good enough for mprotect. */
static bool guard_with(Guard *guard, char *low, int known_enough)
{
	if (guard->known == PRETENDS || guard->install(low, guard_size()) < 0)
		return false;
	if (guard->known == UNTRIED)
		guard->known = guard_try(low);
	return guard->known == BITES || guard->known == known_enough;
}

/* Once for the process; error 0: both ways pretend. */
static void guard_complain(int error)
{
	if (atomic_flag_test_and_set(&complained))
		return;
	fprintf(stderr,
	        "no stack for one more generator: no guard page below it (%s)%s\n",
	        error == 0 ? "this system only pretends to make one" : strerror(error),
	        error == ENOMEM ? ", on Linux vm.max_map_count may be too low" : "");
}

/* By madvise if possible, or else by mprotect, the one to trust unseen. */
int guard_install(char *low)
{
	static Guard by_madvise = { guard_by_madvise, UNTRIED };
	static Guard by_mprotect = { guard_by_mprotect, UNTRIED };

	if (guard_with(&by_madvise, low, BITES))
		return 0;
	errno = 0;
	if (guard_with(&by_mprotect, low, UNTRIED))
		return 0;
	int error = by_mprotect.known == PRETENDS ? 0 : errno;
	guard_complain(error);
	return error == 0 ? -ENOSYS : -error;
}

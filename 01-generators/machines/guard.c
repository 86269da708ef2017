/* guard.c - guard pages, made in a way that is known to work on this system. */
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

/* What is known of a way to make guards: nothing yet; that it works; that the system
 * only pretends to make them. */
enum { UNTRIED, BITES, PRETENDS };

typedef struct Guard {
	int (*install)(char *low, size_t size);
	atomic_int known;
} Guard;

static atomic_flag complained = ATOMIC_FLAG_INIT;

/* ==== 1.2.2: a stack for each generator ==== */

/* Returns 20 KiB, rounded up to whole pages. */
size_t guard_size(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	return (20 * 1024 + page - 1) / page * page;
}

/* ==== 1.4.4, may be skipped at first: a guard below each stack ==== */

/* Asks for a guard by MADV_GUARD_INSTALL; where the system does not know that, it
 * fails with ENOSYS. Returns what madvise does: 0, or -1 and errno. */
static int guard_by_madvise(char *low, size_t size)
{
#ifdef MADV_GUARD_INSTALL
	return madvise(low, size, MADV_GUARD_INSTALL);
#else
	errno = ENOSYS;
	return -1;
#endif
}

/* Asks for a guard by mprotect: nothing may be done with these pages. */
static int guard_by_mprotect(char *low, size_t size)
{
	return mprotect(low, size, PROT_NONE);
}

/* Tries whether a page is guarded: asks the kernel to write one byte of it into a
 * pipe, which must fail. Returns BITES if it does, and PRETENDS if the byte could be
 * read; UNTRIED if there is no pipe to try it with. It is necessary because some
 * emulators accept a request for a guard and do nothing. */
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

/* Makes a guard in this way; false: it has no guard. A way that is known to pretend
 * is not asked. If it is UNTRIED, the first guard is tried, and the result is kept
 * in known. The guard counts if the way BITES, and, if known_enough is UNTRIED, also if
 * the way could not be tried. (If known_enough is BITES, only a way that is known to work
 * counts.) If install fails, its error stays in errno. */
static bool guard_with(Guard *guard, char *low, int known_enough)
{
	if (guard->known == PRETENDS || guard->install(low, guard_size()) < 0)
		return false;
	if (guard->known == UNTRIED)
		guard->known = guard_try(low);
	return guard->known == BITES || guard->known == known_enough;
}

/* Reports, once in the process, that no guard can be made, and why: "no stack for
 * one more generator: no guard page below it (WHY)". WHY is the text of error, or,
 * if error is 0, "this system only pretends to make one". For ENOMEM, ", on Linux
 * vm.max_map_count may be too low" follows the bracket. */
static void guard_complain(int error)
{
	if (atomic_flag_test_and_set(&complained))
		return;
	fprintf(stderr,
	        "no stack for one more generator: no guard page below it (%s)%s\n",
	        error == 0 ? "this system only pretends to make one" : strerror(error),
	        error == ENOMEM ? ", on Linux vm.max_map_count may be too low" : "");
}

/* Makes a guard by madvise if that is known to work (it BITES), or else by mprotect,
 * which is trusted even when it is UNTRIED. If neither can, that is reported
 * (guard_complain), and the error of mprotect is returned, which guard_with has left in
 * errno; or -ENOSYS if mprotect is known to pretend: then errno says nothing. The two
 * Guards, one for each way, are static variables of this function. */
int guard_install(char *low)
{
	static Guard by_madvise = { guard_by_madvise, UNTRIED };
	static Guard by_mprotect = { guard_by_mprotect, UNTRIED };

	if (guard_with(&by_madvise, low, BITES))
		return 0;
	if (guard_with(&by_mprotect, low, UNTRIED))
		return 0;
	int error = by_mprotect.known == PRETENDS ? 0 : errno;
	guard_complain(error);
	return error == 0 ? -ENOSYS : -error;
}

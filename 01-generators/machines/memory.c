/* memory.c - memory for stacks, in the words of each system. */
#include "memory.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* OpenBSD has programs use no other memory for stacks. On FreeBSD and its like it
 * means something else: memory that grows by itself. */
#if defined MAP_STACK && !defined __FreeBSD__ && !defined __DragonFly__
#define FOR_STACKS MAP_STACK
#else
#define FOR_STACKS 0
#endif

/* Linux drops pages at once when they are not needed; there MADV_FREE would let them
 * count for as long as there is memory. Elsewhere it is the other way round. */
#if defined __linux__ || !defined MADV_FREE
#define DROP MADV_DONTNEED
#else
#define DROP MADV_FREE
#endif

/* Linux provides pages for which it is asked, from 5.14 on. */
#if defined __linux__ && !defined MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

/* ==== 1.2.2: a stack for each generator ==== */

/* The memory is mmap's, private and anonymous, with the flag FOR_STACKS. Where there
 * is MADV_NOHUGEPAGE, the system is asked not to use huge pages: with them, a paused
 * generator would cost 2 MiB. */
char *memory_map(size_t size)
{
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
	                    MAP_PRIVATE | MAP_ANONYMOUS | FOR_STACKS, -1, 0);

	if (memory == MAP_FAILED)
		return NULL;
#ifdef MADV_NOHUGEPAGE
	madvise(memory, size, MADV_NOHUGEPAGE);
#endif
	return memory;
}

/* ==== Given: a page is asked for before it is needed ==== */

/* A system that does not know the request refuses it, and nothing is lost. */
void memory_provide(char *address)
{
#ifdef MADV_POPULATE_WRITE
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	madvise(address - (uintptr_t)address % page, page, MADV_POPULATE_WRITE);
#endif
}

/* ==== 1.4.3, may be skipped at first: the memory of idle stacks is released ==== */

/* By madvise, with the request DROP, up to the beginning of the page in which high
 * lies. */
void memory_drop(char *low, char *high)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	high -= (uintptr_t)high % page;
	if (low < high)
		madvise(low, (size_t)(high - low), DROP);
}

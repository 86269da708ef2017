/* bench_01.c - what a generator costs: against a bare switch, ucontext, and a page
 * touched. */
#include "bench.h"
#include "bare_switch.h"
#include "generator.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#ifndef NO_UCONTEXT
#include <ucontext.h>
#endif

static int counts(void *arg, void **result)
{
	int error = 0;

	for (uintptr_t i = 0; error == 0; i++)
		error = generator_yield((void *)i, NULL);
	return error;
}

static Generator *counter, *counters[1000];

static void next_and_yield(long n)
{
	void *value;

	while (n-- > 0) {
		if (generator_next(counter, &value) != 1)
			abort();
	}
}

static void next_and_yield_of_1000(long n)
{
	void *value;

	for (long i = 0; i < n; i++) {
		if (generator_next(counters[i % 1000], &value) != 1)
			abort();
	}
}

#ifndef NO_UCONTEXT
static ucontext_t there, here;

static void ucontext_body(void)
{
	for (;;)
		swapcontext(&there, &here);
}
#endif

static void switch_ucontext(long n)
{
#ifndef NO_UCONTEXT
	while (n-- > 0)
		swapcontext(&here, &there);
#endif
}

static void make_and_free(long n)
{
	while (n-- > 0)
		generator_free(generator_new(counts, NULL));
}

static void touch_pages(long n)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), size = (size_t)n * page;
	volatile char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
	                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	for (size_t i = 0; i < size; i += page)
		memory[i] = 1;
	munmap((void *)memory, size);
}

static void prepare(void)
{
	bare_begin();
	counter = generator_new(counts, NULL);
	generator_next(counter, NULL);
	for (int i = 0; i < 1000; i++) {
		counters[i] = generator_new(counts, NULL);
		generator_next(counters[i], NULL);
	}
#ifndef NO_UCONTEXT
	static char stack[64 * 1024];
	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof stack;
	makecontext(&there, ucontext_body, 0);
#endif
}

enum { PARKED = 100000 };

static void park(void)
{
	static Generator *parked[PARKED];
	double resident = bench_memory("VmRSS"), tables = bench_memory("VmPTE");

	memset(parked, 0xff,
	       sizeof parked); /* the array itself is not what is measured */
	resident = bench_memory("VmRSS");
	for (long i = 0; i < PARKED; i++) {
		parked[i] = generator_new(counts, NULL);
		if (generator_next(parked[i], NULL) != 1)
			abort();
	}
	resident = (bench_memory("VmRSS") - resident) / PARKED;
	tables = (bench_memory("VmPTE") - tables) / PARKED;
	bench_judge("KiB resident for each of 100,000 parked generators", resident, 4.1);
	printf("  %-52s %9.3f\n", "KiB of the kernel's page tables for each, besides",
	       tables);
}

enum { BARE, NEXT, NEXT_1000, UCONTEXT, MAKE, TOUCH, COUNT };

int main(void)
{
	Measured all[COUNT] = {
		[BARE] = { "a bare switch, there and back", switch_bare, 400000, 0 },
		[NEXT] = { "next and yield", next_and_yield, 400000, 0 },
		[NEXT_1000] = { "next and yield, 1,000 generators in turn",
		                next_and_yield_of_1000, 200000, 0 },
		[UCONTEXT] = { "swapcontext, there and back", switch_ucontext, 4000, 0 },
		[MAKE] = { "making and freeing a generator", make_and_free, 100000, 0 },
		[TOUCH] = { "touching a page for the first time", touch_pages, 2000, 0 },
	};

	printf("Chapter 1, the best of %d rounds:\n", ROUNDS);
	prepare();
	make_and_free(1000);
	bench_measure(all, COUNT);
	printf("\n");
	bench_judge("next and yield / a bare switch", all[NEXT].best / all[BARE].best,
	            2.6);
#ifndef NO_UCONTEXT
	bench_judge("next and yield / swapcontext", all[NEXT].best / all[UCONTEXT].best,
	            1.0 / 40);
#endif
	bench_judge("making and freeing / touching a page",
	            all[MAKE].best / all[TOUCH].best, 0.1);
	park();
	return 0;
}

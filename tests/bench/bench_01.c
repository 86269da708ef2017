/* bench_01.c - what a generator costs: beside a bare switch, ucontext, and a page that is
 * touched for the first time. */
#include "yardsticks.h"
#include "generator.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>
#ifndef NO_UCONTEXT
#include <ucontext.h>
#endif

static Generator **counters;
static long counters_made;

static int counts(void *arg, void **result)
{
	int error = 0;

	for (uintptr_t i = 0; error == 0; i++)
		error = generator_yield((void *)i, NULL);
	return error;
}

static void begin(long tasks, GeneratorFn *fn)
{
	counters = bench_need(calloc((size_t)tasks, sizeof *counters));
	counters_made = tasks;
	for (long i = 0; i < tasks; i++) {
		counters[i] = bench_need(generator_new(fn, NULL));
		bench_succeeds(generator_next(counters[i], NULL));
	}
}

static void begin_counting(long tasks)
{
	begin(tasks, counts);
}

static void next_and_yield(long n)
{
	void *value;

	for (long i = 0; n > 0; n--) {
		bench_check(generator_next(counters[i], &value) == 1, "one more number");
		i = i + 1 < counters_made ? i + 1 : 0;
	}
}

/* ==== From up to ten calls deep ==== */

static __attribute__((noinline)) int walk(int depth)
{
	int error = depth == 0 ? 0 : walk(depth - 1);

	if (depth > 0 && error == 0)
		error = generator_yield(NULL, NULL);
	if (depth > 0 && error == 0)
		error = walk(depth - 1);
	return error;
}

static int walks(void *arg, void **result)
{
	int error = 0;

	while (error == 0)
		error = walk(10);
	return error;
}

static void begin_walking(long tasks)
{
	begin(tasks, walks);
}

static __attribute__((noinline)) void bare_walk(int depth)
{
	if (depth > 0) {
		bare_walk(depth - 1);
		bare_swap(&bare_current->stack, bare_main.stack);
		bare_walk(depth - 1);
	}
}

static void bare_walks(long value)
{
	for (;;)
		bare_walk(10);
}

static void begin_bare_walking(long tasks)
{
	bare_start(tasks);
	while (bare_last < tasks)
		bare_spawn(bare_walks, 0);
}

static const Work bare_deep = { "a bare switch, as deep", begin_bare_walking,
	                        bare_switch_run, NULL };

/* ==== What libc and the kernel have ==== */

#ifndef NO_UCONTEXT
static ucontext_t there, here;

static void ucontext_body(void)
{
	for (;;)
		swapcontext(&there, &here);
}

static void begin_ucontext(long tasks)
{
	static char stack[64 * 1024];

	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof stack;
	makecontext(&there, ucontext_body, 0);
}

static void swap_ucontext(long n)
{
	while (n-- > 0)
		swapcontext(&here, &there);
}

static const Work ucontext = { "libc's swapcontext", begin_ucontext, swap_ucontext,
	                       NULL };
#endif

static void make_and_free(long n)
{
	while (n-- > 0)
		generator_free(generator_new(counts, NULL));
}

static void touch_pages(long n)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), size = (size_t)n * page;
	volatile char *memory = bench_need(mmap(NULL, size, PROT_READ | PROT_WRITE,
	                                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	madvise((void *)memory, size, MADV_NOHUGEPAGE);
	for (size_t i = 0; i < size; i += page)
		memory[i] = 1;
	munmap((void *)memory, size);
}

static const Work a_page = { "touching a page for the first time", NULL, touch_pages,
	                     NULL };

/* ==== Memory ==== */

static double parked(long tasks, const char *key)
{
	Generator **made = bench_need(malloc((size_t)tasks * sizeof(Generator *)));

	/* The array itself is not what is measured. */
	memset(made, 0xff, (size_t)tasks * sizeof(Generator *));
	double before = bench_memory(key);
	for (long i = 0; i < tasks; i++) {
		made[i] = bench_need(generator_new(counts, NULL));
		bench_check(generator_next(made[i], NULL) == 1, "a first number");
	}
	return (bench_memory(key) - before) / (double)tasks;
}

static double parked_resident(long tasks)
{
	return parked(tasks, "VmRSS");
}

static double parked_tables(long tasks)
{
	return parked(tasks, "VmPTE");
}

static const Row rows[] = {
	{ "next and yield, 1 generator", .begin = begin_counting, .run = next_and_yield,
	  .tasks = 1, .n = 400000, .beside = &bare_switch, .limit = 2.2 },
	{ "next and yield, 1,000 in turn", .begin = begin_counting, .run = next_and_yield,
	  .tasks = 1000, .n = 200000, .beside = &bare_switch, .limit = 2.2,
	  .plotted = "next and yield" },
	{ "next and yield, ten calls deep", .begin = begin_walking, .run = next_and_yield,
	  .tasks = 1, .n = 200000, .beside = &bare_deep },
#ifndef NO_UCONTEXT
	{ "next and yield", .begin = begin_counting, .run = next_and_yield, .tasks = 1,
	  .n = 10000, .beside = &ucontext, .limit = 0.025 },
#endif
	{ "made and freed", .run = make_and_free, .n = 20000, .beside = &a_page,
	  .limit = 0.1 },
	{ "one of 100,000 parked", "KiB", .figure = parked_resident, .tasks = 100000,
	  .rounds = 1, .most = 4.1, .mib = 500 },
	{ "the kernel's page tables for it", "KiB", .figure = parked_tables,
	  .tasks = 100000, .rounds = 1, .mib = 500 },
};

const Chapter chapter_01 = { "Chapter 1: generators", rows, sizeof rows / sizeof *rows };

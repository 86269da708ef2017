/* bursts.h - many generators that have used much of their stacks. */
#ifndef BURSTS_H
#define BURSTS_H

#include "generator.h"
#include "testing.h"

enum { BURST = 6400 / TEST_SCALE, BURST_SURVIVES = 64, BURST_BYTES = 48 * 1024 };

static inline long statm(int field)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long pages[2] = { 0, 0 };

	if (file == NULL || fscanf(file, "%ld %ld", &pages[0], &pages[1]) != 2)
		return 0;
	fclose(file);
	return pages[field];
}

static inline long pages_mapped(void)
{
	return statm(0);
}

static inline long pages_resident(void)
{
	return statm(1);
}

/* The pointer is volatile, or a compiler would make the array smaller. */
__attribute__((noinline)) static void use_much(void)
{
	volatile char bytes[BURST_BYTES], *volatile all = bytes;

	for (size_t i = 0; i < sizeof bytes; i += 1024)
		all[i] = 1;
}

static inline int uses_much(void *arg, void **result)
{
	use_much();
	return generator_yield(arg, NULL);
}

/* Prints what percentage of a burst's memory stays when all of its generators but one in
 * 64 have been freed, and what stays when these have been, too. */
static inline void burst(void)
{
	static Generator *all[BURST];
	long before = pages_resident(), peak, few, none;

	for (int i = 0; i < BURST; i++) {
		all[i] = generator_new(uses_much, NULL);
		if (generator_next(all[i], NULL) != 1)
			return;
	}
	peak = pages_resident() - before;
	for (int i = 0; i < BURST; i++) {
		if (i % BURST_SURVIVES != 5)
			generator_free(all[i]);
	}
	few = pages_resident() - before;
	for (int i = 5; i < BURST; i += BURST_SURVIVES)
		generator_free(all[i]);
	none = pages_resident() - before;
	printf("%ld %ld", few * 100 / peak, none * 100 / peak);
}

static inline void assert_a_burst_returns_its_memory(void (*act)(void))
{
	int percent_at_the_end, percent_with_few;

	if (SANITIZED || TEST_SCALE > 1)
		skip_because("what sanitizers and valgrind keep for themselves is more");
	assert_int_equal(run_child(act), 0);
	assert_int_equal(sscanf(program_output, "%d %d", &percent_with_few,
	                        &percent_at_the_end),
	                 2);
	assert_below(percent_with_few, 20);
	assert_below(percent_at_the_end, 20);
}

#endif

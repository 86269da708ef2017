/* bench.h - measuring: rounds that take turns, and of each measurement its best round,
 * since a machine can be slowed down but not sped up. */
#ifndef BENCH_H
#define BENCH_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 25 };

static inline double bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Something to measure: run does it n times; best is in nanoseconds for one. */
typedef struct Measured {
	const char *name;
	void (*run)(long n);
	long n;
	double best;
} Measured;

static inline void bench_measure(Measured *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		all[i].best = INFINITY;
	for (int round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < count; i++) {
			double started = bench_now();
			all[i].run(all[i].n);
			double each = (bench_now() - started) / (double)all[i].n;
			if (each < all[i].best)
				all[i].best = each;
		}
	}
	for (size_t i = 0; i < count; i++)
		printf("  %-52s %9.2f ns\n", all[i].name, all[i].best);
}

/* With the limit INFINITY it is only shown. */
static inline void bench_judge(const char *what, double value, double limit)
{
	printf("  %-52s %9.3f", what, value);
	if (limit < INFINITY)
		printf("  at most %g%s", limit, value <= limit ? "" : "   <-- MISSED");
	printf("\n");
}

/* A line of a file of /proc, in KiB. */
static inline double bench_kib(const char *name, const char *key)
{
	FILE *file = fopen(name, "r");
	char line[256];
	double kib = 0;

	while (file != NULL && fgets(line, sizeof line, file) != NULL) {
		if (strncmp(line, key, strlen(key)) == 0)
			sscanf(line + strlen(key) + 1, "%lf", &kib);
	}
	if (file != NULL)
		fclose(file);
	return kib;
}

static inline double bench_memory(const char *key)
{
	return bench_kib("/proc/self/status", key);
}

#endif

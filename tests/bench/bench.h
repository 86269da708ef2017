/* bench.h - what make bench measures: rows, each beside its yardstick. bench.c measures
 * them and prints the table. A file bench_NN.c has the rows of chapter NN. */
#ifndef BENCH_H
#define BENCH_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* A part of its caller, and never so: what a return address costs is the difference. */
#define BENCH_INLINE inline __attribute__((always_inline))
#define BENCH_CALL __attribute__((noinline, unused))

/* The most rounds that one row can have; the status with which a row's process says that
 * there is no memory for it, or that it may not have so many descriptors. */
enum { ROUNDS_MOST = 200, BENCH_NO_MEMORY = 77, BENCH_NO_DESCRIPTORS = 78 };

/* Elsewhere there is no bare switch: rows stand alone, without a ratio. A function begins
 * with a stack that is so far below a multiple of 16: with a return address or none. */
#if defined __x86_64__
enum { BENCH_YARDSTICKS = 1, BENCH_ENTRY = 8 };
#elif defined __aarch64__
enum { BENCH_YARDSTICKS = 1, BENCH_ENTRY = 0 };
#else
enum { BENCH_YARDSTICKS = 0, BENCH_ENTRY = 0 };
#endif

/* A yardstick's work. begin prepares it among so many tasks; run does it n times, and
 * its processor time is what is measured. Where that is not what is asked, figure
 * returns the figure of a round itself, in the row's unit. */
typedef struct Work {
	const char *name;
	void (*begin)(long tasks);
	void (*run)(long n);
	double (*figure)(long tasks);
} Work;

/* What the rounds of a row have found, for one: ours[i] and beside[i] are of the same
 * round. skipped says why there are no rounds. */
typedef struct Result {
	int rounds;
	double ours[ROUNDS_MOST], beside[ROUNDS_MOST], wall[ROUNDS_MOST];
	char skipped[120];
} Result;

/* A line of the table. Each round is a process of its own, in which begin, run and figure
 * are called as for a Work, the row's and its yardstick's in turn, each warmed up by a
 * tenth of n. */
typedef struct Row {
	const char *name; /* what one of n does; at most 40 letters */
	const char *unit; /* NULL: nanoseconds */
	void (*begin)(long tasks);
	void (*run)(long n);
	double (*figure)(long tasks);
	long tasks, n;
	const Work *beside;  /* NULL: none */
	double limit;        /* of the ratio to the yardstick; 0: none */
	double most;         /* of the median itself; 0: none */
	int rounds;          /* 0: as many as usual */
	bool cold;           /* not warmed up: the first time is what counts */
	bool lengthy;        /* only with LONG=1 */
	const char *plotted; /* its name in the picture of PLOT; NULL: not there */
	long mib;            /* skipped where so much memory is not to be had */

	/* Servers measure themselves: this fills results[0] for the row and
	 * results[1] to results[and_next] for the rows that follow it. It is called
	 * once, in a process of its own. */
	void (*measure)(const struct Row *row, Result results[]);
	int and_next;
} Row;

typedef struct Chapter {
	const char *title;
	const Row *rows;
	size_t count;
} Chapter;

/* LONG=1 was said; QUICK=1 was: only to see that every row can be measured. */
extern bool bench_long, bench_quick;

/* Nanoseconds of a clock: CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID. */
static inline double bench_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* A line of /proc/self/status, in KiB; 0 where there is none. */
double bench_memory(const char *key);

/* Memory that no page has been touched of, and none will be a huge one. */
void *bench_map(size_t size);

/* Returns what it is given. If that is NULL or MAP_FAILED, the row is skipped
 * because there is not enough memory. */
void *bench_need(void *memory);

/* Ends the row's process with a sentence if that did not hold. */
void bench_check(bool held, const char *what);

/* The same, if a call has failed: what was measured then is something else. */
static inline void bench_succeeds(long status)
{
	bench_check(status >= 0, "a call that is measured succeeds");
}

/* Sorts values, and returns the one in the middle. */
double bench_median(double values[], int count);

/* plot.c: opens the file at the beginning, so that a mistake is found before anything is
 * measured. Measures the rows that are plotted, with 1 to 1,000,000 tasks, and draws
 * them; result lies in memory that processes share. Both return 0 or -errno. */
int plot_open(const char *file);
int plot_draw(const Chapter *const chapters[], size_t count, Result *result);

/* For plot.c: one row, measured so often with so many tasks. */
void bench_row(const Row *row, int rounds, Result *result);

#endif

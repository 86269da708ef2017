/* bench.c - measures rows beside their yardsticks and prints the table. */
#include "bench.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 15, PATIENCE_S = 300, MOST_TOGETHER = 32 };

bool bench_long, bench_quick;

#define BENCH(nn) extern const Chapter chapter_##nn;
BENCHES
#undef BENCH

static const Chapter *const chapters[] = {
#define BENCH(nn) &chapter_##nn,
	BENCHES
#undef BENCH
};
enum { CHAPTERS = sizeof chapters / sizeof *chapters };

static FILE *csv;
static const char *words = ""; /* only rows with these in their names are measured */
static int measured, judged, missed, steady, unsteady;

/* ==== For the rows ==== */

static double kib(const char *name, const char *key)
{
	FILE *file = fopen(name, "r");
	char line[256];
	double found = 0;

	while (file != NULL && fgets(line, sizeof line, file) != NULL) {
		if (strncmp(line, key, strlen(key)) == 0)
			sscanf(line + strlen(key) + 1, "%lf", &found);
	}
	if (file != NULL)
		fclose(file);
	return found;
}

double bench_memory(const char *key)
{
	return kib("/proc/self/status", key);
}

void *bench_need(void *memory)
{
	if (memory == NULL || memory == MAP_FAILED)
		_exit(BENCH_NO_MEMORY);
	return memory;
}

void *bench_map(size_t size)
{
	void *memory = bench_need(mmap(NULL, size, PROT_READ | PROT_WRITE,
	                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
	                               0));

	madvise(memory, size, MADV_NOHUGEPAGE);
	return memory;
}

void bench_check(bool held, const char *what)
{
	if (held)
		return;
	fprintf(stderr, "bench: it should have been so: %s\n", what);
	_exit(1);
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

double bench_median(double values[], int count)
{
	qsort(values, (size_t)count, sizeof values[0], by_size);
	return values[count / 2];
}

/* ==== A round ==== */

typedef struct Timed {
	double cpu, wall; /* ns for one */
} Timed;

static Timed timed(void (*run)(long n), long n)
{
	double wall = bench_clock(CLOCK_MONOTONIC);
	double cpu = bench_clock(CLOCK_PROCESS_CPUTIME_ID);

	run(n);
	cpu = bench_clock(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	wall = bench_clock(CLOCK_MONOTONIC) - wall;
	return (Timed){ cpu / (double)n, wall / (double)n };
}

static Timed one_side(const Row *row, const Work *work)
{
	long n = bench_quick && !row->cold ? row->n / 50 + row->tasks : row->n;

	if (work->figure != NULL) {
		double figure = work->figure(row->tasks);
		return (Timed){ figure, figure };
	}
	if (work->begin != NULL)
		work->begin(row->tasks);
	if (!row->cold)
		work->run(n / 10 + row->tasks);
	return timed(work->run, n);
}

/* The one or the other goes first, in turn, so that neither has the better half. */
static void one_round(const Row *row, int round, Result *result)
{
	Work work = { row->name, row->begin, row->run, row->figure };
	bool ours_first = round % 2 && !row->cold;
	Timed ours, beside = { NAN, NAN };

	if (ours_first)
		ours = one_side(row, &work);
	if (row->beside != NULL && BENCH_YARDSTICKS)
		beside = one_side(row, row->beside);
	if (!ours_first)
		ours = one_side(row, &work);
	result->ours[round] = ours.cpu;
	result->beside[round] = beside.cpu;
	result->wall[round] = beside.wall;
	result->rounds = round + 1;
}

/* ==== A row ==== */

/* Two sides, and for each page of memory sixteen of addresses: most of a stack is never
 * touched. */
static bool fits(const Row *row, Result *result)
{
	double available = kib("/proc/meminfo", "MemAvailable:") / 1024;
	struct rlimit limit;

	if (available > 0 && available < (double)row->mib)
		snprintf(result->skipped, sizeof result->skipped,
		         "it needs %ld MiB of memory, %.0f are available", row->mib,
		         available);
	else if (row->mib > 0 && getrlimit(RLIMIT_AS, &limit) == 0 &&
	         limit.rlim_cur != RLIM_INFINITY &&
	         limit.rlim_cur / 1024 / 1024 < (rlim_t)row->mib * 16)
		snprintf(result->skipped, sizeof result->skipped,
		         "it needs %ld MiB of addresses, ulimit -v allows %lu",
		         row->mib * 16, (unsigned long)limit.rlim_cur / 1024 / 1024);
	return result->skipped[0] == '\0';
}

static void ended(const Row *row, int status, Result *result)
{
	result->rounds = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == BENCH_NO_MEMORY)
		snprintf(result->skipped, sizeof result->skipped,
		         "there is not enough memory");
	else if (WIFEXITED(status) && WEXITSTATUS(status) == BENCH_NO_DESCRIPTORS)
		snprintf(result->skipped, sizeof result->skipped,
		         "a process may not have so many descriptors (ulimit -n)");
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		snprintf(result->skipped, sizeof result->skipped,
		         "a round did not end within %d seconds", PATIENCE_S);
	else if (WIFSIGNALED(status))
		snprintf(result->skipped, sizeof result->skipped,
		         "its process ended by signal %d, %s", WTERMSIG(status),
		         strsignal(WTERMSIG(status)));
	else
		snprintf(result->skipped, sizeof result->skipped,
		         "its process ended with status %d", WEXITSTATUS(status));
}

/* Runs one round in a process of its own, or all, where the row measures itself. */
static bool in_child(const Row *row, int round, Result *result)
{
	int status = 0;

	fflush(NULL);
	pid_t child = fork();
	if (child < 0) {
		snprintf(result->skipped, sizeof result->skipped, "fork failed: %s",
		         strerror(errno));
		return false;
	}
	if (child == 0) {
		alarm(PATIENCE_S);
		if (row->measure != NULL)
			row->measure(row, result);
		else
			one_round(row, round, result);
		_exit(0);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (status != 0)
		ended(row, status, result);
	return status == 0;
}

void bench_row(const Row *row, int rounds, Result *result)
{
	if (!fits(row, result))
		return;
	if (row->measure != NULL) {
		in_child(row, 0, result);
		return;
	}
	for (int round = 0; round < rounds; round++) {
		if (!in_child(row, round, result))
			return;
	}
}

/* ==== The table ==== */

static void print_number(double value, int width)
{
	if (isnan(value))
		printf("%*s", width, "-");
	else
		printf("%*.*f", width,
		       value < 1    ? 3
		       : value < 10 ? 2
		                    : value < 1000,
		       value);
}

static void print_heading(void)
{
	printf("%-64s|%14s|\n", "processor time of one, in nanoseconds", "its yardstick");
	printf("%-41s %6s %7s %6s |%6s %7s |%6s %s\n", "", "min", "median", "max", "min",
	       "median", "ratio", "limit");
}

static void print_limit(const Row *row, double ratio, double median)
{
	bool over = row->limit > 0 ? ratio > row->limit : median > row->most;

	if (row->limit > 0)
		printf(" %g", row->limit);
	else if (row->most > 0)
		printf(" %g %s", row->most, row->unit != NULL ? row->unit : "ns");
	else
		return;
	if (isnan(ratio) && row->limit > 0)
		return;
	judged++;
	missed += over;
	printf("%s", over ? " MISSED" : "");
}

/* Those of the same rounds are divided by each other, before they are sorted. */
static double median_ratio(const Result *result)
{
	double ratios[ROUNDS_MOST];

	for (int i = 0; i < result->rounds; i++)
		ratios[i] = result->ours[i] / result->beside[i];
	return bench_median(ratios, result->rounds);
}

/* Others that want the processor make some rounds longer on the wall clock. */
static void notice_spread(Result *result)
{
	double median = bench_median(result->wall, result->rounds);

	if (isnan(median) || median <= 0 || result->wall[0] <= 0)
		return;
	if (median > 1.3 * result->wall[0])
		unsteady++;
	else
		steady++;
}

static void write_csv(const char *chapter, const Row *row, const Result *result,
                      double ratio)
{
	int last = result->rounds - 1;

	if (csv == NULL)
		return;
	fprintf(csv, "\"%s\",\"%s\",%s,", chapter, row->name,
	        row->unit != NULL ? row->unit : "ns");
	if (last < 0) {
		fprintf(csv, ",,,,,,,,,\"skipped: %s\"\n", result->skipped);
		return;
	}
	fprintf(csv, "%g,%g,%g,", result->ours[0], result->ours[(last + 1) / 2],
	        result->ours[last]);
	if (row->beside != NULL || !isnan(ratio))
		fprintf(csv, "\"%s\",%g,%g,%g,", row->beside ? row->beside->name : "",
		        result->beside[0], result->beside[(last + 1) / 2], ratio);
	else
		fprintf(csv, ",,,,");
	if (row->limit > 0 || row->most > 0)
		fprintf(csv, "%g", row->limit > 0 ? row->limit : row->most);
	fprintf(csv, ",%d,\n", result->rounds);
}

static void print_row(const char *chapter, const Row *row, Result *result)
{
	const char *unit = row->unit != NULL ? row->unit : "";
	char name[80];

	snprintf(name, sizeof name, "%s%s%s", row->name, unit[0] != '\0' ? ", " : "",
	         unit);
	if (result->rounds == 0) {
		printf("  %s: skipped\n    because %s\n", name, result->skipped);
		write_csv(chapter, row, result, NAN);
		return;
	}
	double ratio = median_ratio(result);
	double median = bench_median(result->ours, result->rounds);
	double bare = bench_median(result->beside, result->rounds);
	notice_spread(result);
	printf("  %-39s", name);
	print_number(result->ours[0], 7);
	print_number(median, 8);
	print_number(result->ours[result->rounds - 1], 7);
	printf(" |");
	print_number(result->beside[0], 6);
	print_number(bare, 7);
	printf(" |");
	print_number(ratio, 6);
	print_limit(row, ratio, median);
	printf("\n");
	fflush(stdout);
	write_csv(chapter, row, result, ratio);
}

/* Rows that are measured together are wanted together. */
static bool wanted(const Row *row)
{
	bool found = false;

	for (int i = 0; i <= row->and_next; i++)
		found |= strstr(row[i].name, words) != NULL;
	measured += found;
	return found && (bench_long || !row->lengthy);
}

static void print_chapter(const Chapter *chapter, Result *results)
{
	const Row *row = chapter->rows, *end = row + chapter->count;
	const char *beside = "";
	int title = 0;

	for (; row < end; row += 1 + row->and_next) {
		if (!wanted(row))
			continue;
		if (title++ == 0)
			printf("%s\n", chapter->title);
		memset(results, 0, MOST_TOGETHER * sizeof *results);
		bench_row(row,
		          bench_quick       ? 1
		          : row->rounds > 0 ? row->rounds
		                            : ROUNDS,
		          results);
		for (int i = 0; i <= row->and_next; i++) {
			if (row[i].beside != NULL &&
			    strcmp(row[i].beside->name, beside) != 0)
				printf(" beside %s:\n", beside = row[i].beside->name);
			if (results[0].rounds == 0)
				results[i] = results[0];
			print_row(chapter->title, &row[i], &results[i]);
		}
	}
}

static void print_end(void)
{
	if (bench_quick) {
		printf("\nEvery row has been tried; these are no measurements.\n");
		return;
	}
	printf("\n%d limits, %d missed.%s\n", judged, missed,
	       bench_long ? "" : " LONG=1 measures more.");
	if (unsteady * 4 > steady)
		printf("This machine was busy: of %d yardsticks, which always do the "
		       "same, "
		       "%d took\nover 1.3 times their best in half of the rounds. "
		       "Measure "
		       "again when it is quiet.\n",
		       steady + unsteady, unsteady);
}

/* ==== What was asked ==== */

static int cannot_write(const char *file, int error)
{
	fprintf(stderr, "bench: cannot write %s: %s\n", file, strerror(error));
	return 2;
}

/* NAME=value: the value; NULL: it is something else, or there is no value. */
static const char *value_of(const char *argument, const char *name)
{
	size_t size = strlen(name);

	return strncmp(argument, name, size) == 0 && argument[size] != '\0'
	               ? argument + size
	               : NULL;
}

int main(int argc, char **argv)
{
	const char *plot = NULL, *file = NULL, *value;
	Result *results = bench_need(mmap(NULL, MOST_TOGETHER * sizeof *results,
	                                  PROT_READ | PROT_WRITE,
	                                  MAP_SHARED | MAP_ANONYMOUS, -1, 0));

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "LONG=1") == 0) {
			bench_long = true;
		} else if (strcmp(argv[i], "QUICK=1") == 0) {
			bench_quick = true;
		} else if ((value = value_of(argv[i], "ROWS=")) != NULL) {
			words = value;
		} else if ((value = value_of(argv[i], "CSV=")) != NULL) {
			file = value;
		} else if ((value = value_of(argv[i], "PLOT=")) != NULL) {
			plot = value;
		} else {
			fprintf(stderr,
			        "bench: LONG=1, QUICK=1, ROWS=WORDS, CSV=FILE and "
			        "PLOT=FILE.svg "
			        "can be given, not %s\n",
			        argv[i]);
			return 2;
		}
	}
	if (file != NULL && (csv = fopen(file, "w")) == NULL)
		return cannot_write(file, errno);
	if (plot != NULL && plot_open(plot) < 0)
		return cannot_write(plot, errno);
	if (csv != NULL)
		fprintf(csv, "chapter,row,unit,min,median,max,yardstick,yardstick min,"
		             "yardstick median,ratio,limit,rounds,skipped\n");
	print_heading();
	for (size_t i = 0; i < CHAPTERS; i++)
		print_chapter(chapters[i], results);
	if (measured == 0) {
		fprintf(stderr, "bench: no row has \"%s\" in its name\n", words);
		return 2;
	}
	print_end();
	if (csv != NULL && (ferror(csv) | fclose(csv)) != 0)
		return cannot_write(file, errno);
	int error = plot != NULL ? plot_draw(chapters, CHAPTERS, results) : 0;
	return error < 0 ? cannot_write(plot, -error) : 0;
}

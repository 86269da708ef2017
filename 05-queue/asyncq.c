/* asyncq.c - producers and consumers that know nothing of each other, only the queue
 * between them. */
#include "program.h"
#include "queues.h"
#include "random.h"
#include "runners.h"

#include <limits.h>
#include <stdarg.h>

enum { MOST = 100000 };

/* What lies in the queue, and since when. */
typedef struct Item {
	char id[11];
	double t;
} Item;

static Queue q;
static long nprod = 5, ncon = 10, seed = 444;
static int names[MOST]; /* of the producers, and of the consumers: 0, 1, 2 */

/* One after the other: no tasks, no loop, and to sleep is to block. Whether a function
 * may suspend does not show in it: it is the same in both versions. */
static bool is_sync;

/* How long the items lay in the queue. */
typedef struct Waits {
	long items;
	double sum, longest, elapsed;
} Waits;

static Waits waits;
static bool quiet;

static void __attribute__((format(printf, 1, 2))) say(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (!quiet)
		vprintf(format, arguments);
	va_end(arguments);
}

/* Makes an item, which the caller frees. Returns 0, or why there is none. */
static int makeitem(Item **made)
{
	unsigned char bytes[(sizeof (*made)->id - 1) / 2];

	if (getentropy(bytes, sizeof bytes) < 0)
		return -errno;
	Item *item = *made = malloc(sizeof *item);
	if (item == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(item->id + 2 * i, 3, "%02x", bytes[i]);
	item->t = time_perf_counter();
	return 0;
}

static int randsleep(const char *caller, int name)
{
	int i = random_randint(0, 10);

	say("%s %d sleeping for %d seconds.\n", caller, name, i);
	if (!is_sync)
		return asyncio_sleep(i);
	time_sleep(i);
	return 0;
}

static int produce(void *arg, void **result)
{
	int name = *(int *)arg, n = random_randint(0, 10), error;

	for (; n > 0; n--) {
		if ((error = randsleep("Producer", name)) < 0)
			return error;
		Item *item = NULL;
		if ((error = makeitem(&item)) < 0)
			return error;
		if ((error = queue_put(&q, item)) < 0) {
			free(item);
			return error;
		}
		/* There was room, so put has not waited, and nobody has taken it yet. */
		say("Producer %d added <%s> to queue.\n", name, item->id);
	}
	return 0;
}

static void count_wait(double seconds)
{
	waits.items++;
	waits.sum += seconds;
	waits.longest = seconds > waits.longest ? seconds : waits.longest;
}

/* A task never returns: it cannot know whether something will still come. */
static int consume(void *arg, void **result)
{
	int name = *(int *)arg, error;

	while (!is_sync || !queue_empty(&q)) {
		void *got = NULL;
		if ((error = randsleep("Consumer", name)) < 0)
			return error;
		if ((error = queue_get(&q, &got)) < 0)
			return error;
		Item *item = got;
		double waited = time_perf_counter() - item->t;
		say("Consumer %d got element <%s> in %0.5f seconds.\n", name, item->id,
		    waited);
		count_wait(waited);
		free(item);
		queue_task_done(&q);
	}
	return 0;
}

/* Who knows is main: the producers have ended, and all that they put is dealt with. */
static int async_main(void *arg, void **result)
{
	Task **producers = arg, **consumers = producers + nprod;

	for (long i = 0; i < nprod; i++)
		producers[i] = asyncio_create_task(produce, &names[i]);
	for (long i = 0; i < ncon; i++)
		consumers[i] = asyncio_create_task(consume, &names[i]);
	int error = await(asyncio_gatherv(producers, (size_t)nprod, NULL, NULL), NULL);
	if (error == 0)
		error = queue_join(&q);
	for (long i = 0; i < ncon; i++) {
		task_cancel(consumers[i]);
		task_detach(consumers[i]);
	}
	return error;
}

static int run_tasks(void)
{
	Task **tasks = calloc((size_t)(nprod + ncon) + 1, sizeof(Task *));
	int error = tasks == NULL ? -ENOMEM : asyncio_run(async_main, tasks, NULL);

	free(tasks);
	return error;
}

/* First all producers, then all consumers: the first one finds everything, and the others
 * nothing. */
static int run_sync(void)
{
	int error = 0;

	for (long i = 0; i < nprod && error == 0; i++)
		error = produce(&names[i], NULL);
	for (long i = 0; i < ncon && error == 0; i++)
		error = consume(&names[i], NULL);
	return error;
}

static Waits run(int (*version)(void))
{
	void *item;

	waits = (Waits){ 0 };
	random_seed((uint64_t)seed);
	double start = time_perf_counter();
	int error = version();
	waits.elapsed = time_perf_counter() - start;
	while (queue_get_nowait(&q, &item) == 0)
		free(item);
	queue_clear(&q);
	if (error < 0)
		program_fail(error);
	say("Program completed in %0.5f seconds.\n", waits.elapsed);
	return waits;
}

static void report(const char *version, const Waits *w)
{
	printf("%-20s %ld items, which lay waiting for %.1f seconds each, the longest "
	       "for "
	       "%.1f; %.1f seconds in all\n",
	       version, w->items, w->items == 0 ? 0 : w->sum / (double)w->items,
	       w->longest, w->elapsed);
}

/* The same numbers, but drawn in another order: they are not the same items. */
static void compare(void)
{
	Waits one_by_one = run(run_sync);

	is_sync = false;
	quiet = true;
	Waits as_tasks = run(run_tasks);
	printf("\n");
	report("One after the other:", &one_by_one);
	report("As tasks:", &as_tasks);
}

int main(int argc, char *argv[])
{
	Option options[] = { { "p", &nprod, 0, MOST },
		             { "c", &ncon, 0, MOST },
		             { "seed", &seed, 0, LONG_MAX },
		             { "sync", &is_sync, OPTION_FLAG },
		             { 0 } };

	program_begin(
		argc, argv, options,
		" [-p N] [-c N] [--seed N] [--sync]\n\n"
		"-p producers (5) put items into a queue, from which -c consumers (10)\n"
		"take them. --seed: the numbers are those of Python's random.seed(N)\n"
		"(444). --sync: all of them one after the other, then a comparison;\n"
		"which takes minutes, or no time with ASYNCIO_CLOCK=virtual.");
	for (int i = 0; i < MOST; i++)
		names[i] = i;
	if (is_sync)
		compare();
	else
		run(run_tasks);
	return 0;
}

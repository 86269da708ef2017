/* bench_06.c - what a lock costs that nobody else wants, and a crowd that waits. */
#include "bench.h"
#include "bare_switch.h"
#include "locks.h"
#include "runners.h"

#include <stdlib.h>

static Loop *loop;
static Lock lock, contended;
static Semaphore semaphore = { .value = 1 };

static int takes_the_lock(void *arg, void **result)
{
	for (long n = *(long *)arg; n > 0; n--) {
		if (lock_acquire(&lock) < 0 || lock_release(&lock) < 0)
			abort();
	}
	return 0;
}

static int takes_the_semaphore(void *arg, void **result)
{
	for (long n = *(long *)arg; n > 0; n--) {
		if (semaphore_acquire(&semaphore) < 0 ||
		    semaphore_release(&semaphore) < 0)
			abort();
	}
	return 0;
}

static void run_in_loop(CoroutineFn *fn, void *arg)
{
	if (loop_run_until_complete(loop, loop_create_task(loop, fn, arg), NULL) < 0)
		abort();
}

static void take_the_lock(long n)
{
	run_in_loop(takes_the_lock, &n);
}

static void take_the_semaphore(long n)
{
	run_in_loop(takes_the_semaphore, &n);
}

/* Two tasks who want it all the time: each release hands it over. */
static int holds_and_hands_over(void *arg, void **result)
{
	for (long n = *(long *)arg / 2; n > 0; n--) {
		if (lock_acquire(&contended) < 0)
			abort();
		asyncio_sleep(0); /* the other one comes, and waits */
		lock_release(&contended);
	}
	return 0;
}

static int contend(void *arg, void **result)
{
	Task *other = asyncio_create_task(holds_and_hands_over, arg);

	holds_and_hands_over(arg, NULL);
	return await(other, NULL);
}

static void hand_over(long n)
{
	run_in_loop(contend, &n);
}

/* A crowd that waits for one thing, goes on, and waits again, and so on. */
typedef struct Crowd {
	long n, turns;
	Task *tasks[10000];
	Event event;
	Lock lock;
	Condition condition;
	Semaphore semaphore;
	Barrier barrier;
} Crowd;

static int in_event(void *arg, void **result)
{
	Crowd *crowd = arg;

	while (event_wait(&crowd->event) == 0)
		;
	return 0;
}

static void go_event(Crowd *crowd)
{
	event_set(&crowd->event);
	event_clear(&crowd->event);
}

/* The last one keeps it. */
static int in_lock(void *arg, void **result)
{
	Crowd *crowd = arg;

	while (lock_acquire(&crowd->lock) == 0) {
		if (++crowd->turns % crowd->n != 0)
			lock_release(&crowd->lock);
	}
	return 0;
}

static void go_lock(Crowd *crowd)
{
	lock_release(&crowd->lock);
}

static int in_condition(void *arg, void **result)
{
	Crowd *crowd = arg;
	int error = 0;

	while (error == 0 && (error = lock_acquire(&crowd->lock)) == 0) {
		error = condition_wait(&crowd->condition);
		lock_release(&crowd->lock);
	}
	return 0;
}

static void go_condition(Crowd *crowd)
{
	lock_acquire(&crowd->lock);
	condition_notify_all(&crowd->condition);
	lock_release(&crowd->lock);
}

static int in_semaphore(void *arg, void **result)
{
	Crowd *crowd = arg;

	while (semaphore_acquire(&crowd->semaphore) == 0) {
		if (++crowd->turns % crowd->n != 0)
			semaphore_release(&crowd->semaphore);
	}
	return 0;
}

static void go_semaphore(Crowd *crowd)
{
	semaphore_release(&crowd->semaphore);
}

/* The loop's caller is one of the parties, the last one. */
static int in_barrier(void *arg, void **result)
{
	Crowd *crowd = arg;

	while (barrier_wait(&crowd->barrier) >= 0)
		;
	return 0;
}

static void go_barrier(Crowd *crowd)
{
	barrier_wait(&crowd->barrier);
}

/* Two by two, with all others outside. */
static int in_pairs(void *arg, void **result)
{
	Crowd *crowd = arg;

	while (event_wait(&crowd->event) == 0 && barrier_wait(&crowd->barrier) >= 0)
		;
	return 0;
}

static void settle(void)
{
	while (!list_empty(&loop->ready)) {
		loop_stop(loop);
		loop_run_forever(loop);
	}
}

/* What is measured: of each kind, a crowd and one that is twice as large. */
static const struct {
	const char *name;
	CoroutineFn *in;
	void (*go)(Crowd *crowd);
	long parties; /* besides n of them */
} kinds[] = {
	{ "for an event", in_event, go_event, 0 },
	{ "for a lock", in_lock, go_lock, 0 },
	{ "for a condition", in_condition, go_condition, 0 },
	{ "for a semaphore", in_semaphore, go_semaphore, 0 },
	{ "at a barrier", in_barrier, go_barrier, 1 },
	{ "at a barrier for two", in_pairs, go_event, -1 },
};

enum { KINDS = sizeof kinds / sizeof *kinds, HALF = 5000, WHOLE = 2 * HALF };

static Crowd crowds[2];
static int kind;

static void gather_crowd(Crowd *crowd, long n)
{
	*crowd = (Crowd){ .n = n, .condition.lock = &crowd->lock };
	crowd->barrier.parties = kinds[kind].parties < 0 ? 2 : n + kinds[kind].parties;
	if (kinds[kind].in == in_lock)
		lock_acquire(&crowd->lock);
	for (long i = 0; i < n; i++)
		crowd->tasks[i] = loop_create_task(loop, kinds[kind].in, crowd);
	settle();
}

static void end_crowd(Crowd *crowd)
{
	for (long i = 0; i < crowd->n; i++)
		task_cancel(crowd->tasks[i]);
	settle();
	for (long i = 0; i < crowd->n; i++)
		task_detach(crowd->tasks[i]);
}

/* Whether it is the one crowd or the other is told by its size. */
static void one_round(long n)
{
	kinds[kind].go(&crowds[n == WHOLE]);
	settle();
}

static double measure_kind(void)
{
	char names[2][80];
	Measured all[2] = { { names[0], one_round, HALF, 0 },
		            { names[1], one_round, WHOLE, 0 } };

	for (int i = 0; i < 2; i++) {
		snprintf(names[i], sizeof names[i], "one of %ld who wait %s", all[i].n,
		         kinds[kind].name);
		gather_crowd(&crowds[i], all[i].n);
	}
	bench_measure(all, 2);
	end_crowd(&crowds[0]);
	end_crowd(&crowds[1]);
	if (asyncio_all_tasks(loop, NULL, 0) != 0)
		abort();
	return all[1].best / all[0].best;
}

enum { BARE, LOCK, SEMAPHORE, CONTENDED, COUNT };

int main(void)
{
	Measured all[COUNT] = {
		[BARE] = { "a bare switch, there and back", switch_bare, 400000, 0 },
		[LOCK] = { "a lock acquired and released", take_the_lock, 400000, 0 },
		[SEMAPHORE] = { "a semaphore acquired and released", take_the_semaphore,
		                400000, 0 },
		[CONTENDED] = { "a lock handed over to who waits", hand_over, 100000, 0 },
	};

	printf("Chapter 6, the best of %d rounds:\n", ROUNDS);
	loop = asyncio_new_event_loop();
	bare_begin();
	bench_measure(all, COUNT);
	double grown = measure_kind(), before = bench_memory("VmRSS");
	for (kind = 1; kind < KINDS; kind++) {
		double of_kind = measure_kind();
		grown = of_kind > grown ? of_kind : grown;
	}
	printf("\n");
	bench_judge("a lock / a bare switch", all[LOCK].best / all[BARE].best, 1.5);
	bench_judge("one of 10,000 / one of 5,000", grown, 1.5);
	bench_judge("KiB more after 90,000 have waited than after 15,000",
	            bench_memory("VmRSS") - before, 512);
	return 0;
}

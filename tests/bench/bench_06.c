/* bench_06.c - what a lock costs that nobody else wants, and a crowd that waits. */
#include "locks.h"
#include "runners.h"
#include "yardsticks.h"

#include <string.h>

static Loop *loop;
static Lock lock, contended;
static Semaphore semaphore = { .value = 1 }, permit = { .value = 1 };
static Event event, answer;

static void begin(long tasks)
{
	loop = bench_need(asyncio_new_event_loop());
}

static void run_in_loop(CoroutineFn *fn, long n)
{
	bench_check(loop_run_until_complete(loop, loop_create_task(loop, fn, &n), NULL) ==
	                    0,
	            "a run ends without an error");
}

static int takes_the_lock(void *arg, void **result)
{
	int error = 0;

	for (long n = *(long *)arg; n > 0 && error == 0; n--)
		error = lock_acquire(&lock) | lock_release(&lock);
	return error;
}

static void take_the_lock(long n)
{
	run_in_loop(takes_the_lock, n);
}

static int takes_the_semaphore(void *arg, void **result)
{
	int error = 0;

	for (long n = *(long *)arg; n > 0 && error == 0; n--)
		error = semaphore_acquire(&semaphore) | semaphore_release(&semaphore);
	return error;
}

static void take_the_semaphore(long n)
{
	run_in_loop(takes_the_semaphore, n);
}

/* Two tasks that want it all the time: each release hands it over. */
static int hands_over_the_lock(void *arg, void **result)
{
	int error = 0;

	for (long n = *(long *)arg / 2; n > 0 && error == 0; n--) {
		error = lock_acquire(&contended);
		bench_succeeds(asyncio_sleep(0)); /* the other one comes, and waits */
		error |= lock_release(&contended);
	}
	return error;
}

static int hands_over_the_permit(void *arg, void **result)
{
	int error = 0;

	for (long n = *(long *)arg / 2; n > 0 && error == 0; n--) {
		error = semaphore_acquire(&permit);
		bench_succeeds(asyncio_sleep(0));
		error |= semaphore_release(&permit);
	}
	return error;
}

static void run_two(CoroutineFn *fn, long n)
{
	Task *other = bench_need(loop_create_task(loop, fn, &n));

	run_in_loop(fn, n);
	bench_check(loop_run_until_complete(loop, other, NULL) == 0,
	            "the other one ends");
}

static void hand_over_the_lock(long n)
{
	run_two(hands_over_the_lock, n);
}

static void hand_over_the_permit(long n)
{
	run_two(hands_over_the_permit, n);
}

/* One waits for the event of the other, in turn. */
static int answers(void *arg, void **result)
{
	int error = 0;

	for (long n = *(long *)arg / 2; n > 0 && error == 0; n--) {
		error = event_wait(&event);
		event_clear(&event);
		event_set(&answer);
	}
	return error;
}

static int asks(void *arg, void **result)
{
	Task *other = bench_need(asyncio_create_task(answers, arg));
	int error = 0;

	for (long n = *(long *)arg / 2; n > 0 && error == 0; n--) {
		event_set(&event);
		error = event_wait(&answer);
		event_clear(&answer);
	}
	return error | await(other, NULL);
}

static void set_events(long n)
{
	run_in_loop(asks, n);
}

enum { MOST = 40000 };

/* A crowd that waits for one thing, goes on, and waits again, and so on. */
typedef struct Crowd {
	long n, turns;
	Task *tasks[MOST];
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
	bench_succeeds(lock_acquire(&crowd->lock));
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
	bench_succeeds(barrier_wait(&crowd->barrier));
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
		bench_succeeds(loop_run_forever(loop));
	}
}

/* What is measured: a crowd of each kind. */
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

enum { KINDS = sizeof kinds / sizeof *kinds };

static int kind;
static Crowd crowds[2];

static void gather_crowd(Crowd *crowd, long n)
{
	bench_check(n <= MOST, "a crowd has room");
	*crowd = (Crowd){ .n = n, .condition.lock = &crowd->lock };
	crowd->barrier.parties = kinds[kind].parties < 0 ? 2 : n + kinds[kind].parties;
	if (kinds[kind].in == in_lock)
		bench_succeeds(lock_acquire(&crowd->lock));
	for (long i = 0; i < n; i++)
		crowd->tasks[i] = bench_need(
			loop_create_task(loop, kinds[kind].in, crowd));
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

/* One of a crowd. */
static void go(long n)
{
	for (; n > 0; n -= MOST) {
		kinds[kind].go(&crowds[0]);
		settle();
	}
}

/* The yardstick: as many tasks of the bare scheduler have a turn. If a wake-up looked at
 * the others that wait, it would cost hundreds of times as much. */
static void bare_has_turns(long turns)
{
	while (turns-- > 0)
		bare_give_way();
}

static void begin_bare_crowd(long tasks)
{
	bare_start(tasks);
	for (long i = 0; i < tasks; i++)
		bare_spawn(bare_has_turns, LONG_MAX);
}

static void bare_go(long n)
{
	for (; n > 0; n -= MOST)
		bare_give_way();
}

static const Work bare_crowd = { "a turn in a bare scheduler with as many",
	                         begin_bare_crowd, bare_go, NULL };

#define CROWD(k)                                                                       \
	static void begin_##k(long tasks)                                              \
	{                                                                              \
		kind = k;                                                              \
		begin(tasks);                                                          \
		gather_crowd(&crowds[0], tasks);                                       \
	}

CROWD(0)
CROWD(1)
CROWD(2)
CROWD(3)
CROWD(4)
CROWD(5)

static void wait_once(int which)
{
	kind = which;
	for (int i = 0; i < 2; i++) {
		gather_crowd(&crowds[i], 5000 + 5000 * i);
		kinds[kind].go(&crowds[i]);
		settle();
	}
	end_crowd(&crowds[0]);
	end_crowd(&crowds[1]);
	bench_check(asyncio_all_tasks(loop, NULL, 0) == 0, "the crowds have ended");
}

/* Idle stacks are kept, up to a number that the first crowds settle. Of waiting
 * nothing is kept. */
static double grown(long tasks)
{
	double before = 0;

	begin(tasks);
	for (int which = 0; which < KINDS; which++) {
		if (which == 4)
			before = bench_memory("VmRSS");
		wait_once(which);
	}
	return bench_memory("VmRSS") - before;
}

#define CROWDED(k)                                                                     \
	.begin = begin_##k, .run = go, .tasks = MOST, .n = MOST, .beside = &bare_crowd, \
	.limit = 80, .mib = 600

/* The aim for a lock is 0.5. It takes three or four cycles, two of which ask whether a
 * trace wants to hear of it: 0.49 to 0.58, depending on where the compiler puts the
 * loop. */
static const Row rows[] = {
	{ "a lock acquired and released", .begin = begin, .run = take_the_lock,
	  .tasks = 1, .n = 400000, .beside = &bare_switch, .limit = 0.8 },
	{ "a semaphore acquired and released", .begin = begin, .run = take_the_semaphore,
	  .tasks = 1, .n = 400000, .beside = &bare_switch },
	{ "a lock handed to the task that waits", .begin = begin,
	  .run = hand_over_the_lock, .tasks = 2, .n = 100000, .beside = &bare_switch },
	{ "a permit handed to the task that waits", .begin = begin,
	  .run = hand_over_the_permit, .tasks = 2, .n = 100000, .beside = &bare_switch },
	{ "an event set, and its waiter woken", .begin = begin, .run = set_events,
	  .tasks = 2, .n = 100000, .beside = &bare_switch },
	{ "one of 40,000 that wait for an event", CROWDED(0) },
	{ "one of 40,000 that wait for a lock", CROWDED(1) },
	{ "one of 40,000 that wait for a condition", CROWDED(2) },
	{ "one of 40,000 that wait for a semaphore", CROWDED(3) },
	{ "one of 40,000 that wait at a barrier", CROWDED(4) },
	{ "one of 40,000 at a barrier for two", CROWDED(5) },
	{ "more kept by 90,000 than by 60,000", "KiB", .figure = grown, .rounds = 1,
	  .most = 512 },
};

const Chapter chapter_06 = { "Chapter 6: locks, and crowds that wait", rows,
	                     sizeof rows / sizeof *rows };

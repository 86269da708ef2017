/* sync_tour.c - what goes wrong between one await and the next, and five ways to make it
 * go right, one after the other. */
#include "locks.h"
#include "program.h"
#include "runners.h"

enum { MOST = 100, RUNNERS = 3, GUESTS = 10, SEATS = 3, WALKERS = 3 };

static double began;

static double seconds(void)
{
	return time_perf_counter() - began;
}

/* Runs fn in n tasks, each with its number, and returns when all have ended. */
static int together(CoroutineFn *fn, int n)
{
	static int numbers[MOST];
	Future *tasks[MOST];

	began = time_perf_counter();
	for (int i = 0; i < n; i++) {
		numbers[i] = i + 1;
		tasks[i] = asyncio_create_task(fn, &numbers[i]);
	}
	return await(asyncio_gatherv(tasks, (size_t)n, NULL, NULL), NULL);
}

/* Nothing: each task reads the sum, thinks, and writes the sum plus 1. */
static int sum;

static int add_one(void *arg, void **result)
{
	int read = sum;
	int error = asyncio_sleep(0.01);

	sum = read + 1;
	return error;
}

static int without_anything(void)
{
	int error = together(add_one, 100);

	printf("nothing: 100 tasks add 1, the sum is %d after %.2f s\n", sum, seconds());
	return error;
}

/* Lock: the same, but one task after the other. */
static Lock lock;

static int add_one_alone(void *arg, void **result)
{
	int error = lock_acquire(&lock); /* async with lock: */

	if (error < 0)
		return error;
	error = add_one(arg, result);
	lock_release(&lock);
	return error;
}

static int with_a_lock(void)
{
	sum = 0;
	int error = together(add_one_alone, 100);

	printf("lock: 100 tasks add 1, the sum is %d after %.2f s\n", sum, seconds());
	return error;
}

/* Event: all tasks wait for the same thing. */
static Event shot;

static int run_off(void *number, void **result)
{
	int error = event_wait(&shot);

	printf("event: runner %d is off after %.2f s\n", *(int *)number, seconds());
	return error;
}

static void shoot(void *unused)
{
	event_set(&shot);
}

static int with_an_event(void)
{
	static Handle starter = HANDLE(shoot, NULL);

	loop_call_later(asyncio_get_running_loop(), 0.5, &starter);
	return together(run_off, RUNNERS);
}

/* Condition: each task waits until something is true, and the task that changes it
 * notifies the others. */
static Lock counter;
static Condition changed = { .lock = &counter };
static int loaves;

static bool is_there(void *wanted)
{
	return loaves >= *(int *)wanted;
}

static int buy(void *number, void **result)
{
	int wanted = 5 - *(int *)number, error = lock_acquire(&counter);

	if (error < 0)
		return error;
	error = condition_wait_for(&changed, is_there, &wanted);
	if (error == 0)
		loaves -= wanted;
	printf("condition: %d loaves are sold after %.2f s\n", wanted, seconds());
	lock_release(&counter);
	return error;
}

static int bake(void *arg, void **result)
{
	for (int i = 0; i < 9; i++) {
		int error = asyncio_sleep(0.1);
		if (error == 0)
			error = lock_acquire(&counter);
		if (error < 0)
			return error;
		loaves++;
		condition_notify_all(&changed);
		lock_release(&counter);
	}
	return 0;
}

static int with_a_condition(void)
{
	Task *baker = asyncio_create_task(bake, NULL);
	int error = together(buy, 3);

	if (error == 0)
		return await(baker, NULL);
	task_detach(baker);
	return error;
}

/* Semaphore: so many tasks at once, and no more. */
static Semaphore seats = { .value = SEATS };
static int seated, most;

static int eat(void *number, void **result)
{
	int error = semaphore_acquire(&seats);

	if (error < 0)
		return error;
	most = ++seated > most ? seated : most;
	error = asyncio_sleep(0.1);
	seated--;
	semaphore_release(&seats);
	return error;
}

static int with_a_semaphore(void)
{
	int error = together(eat, GUESTS);

	printf("semaphore: %d guests had %d seats, and %d at once, for %.2f s\n", GUESTS,
	       SEATS, most, seconds());
	return error;
}

/* Barrier: no task continues before all of them have come. */
static Barrier hut = { .parties = WALKERS };

static int walk(void *number, void **result)
{
	for (int day = 1; day <= 2; day++) {
		int index = asyncio_sleep(0.1 * *(int *)number);
		if (index == 0)
			index = barrier_wait(&hut);
		if (index < 0)
			return index;
		if (index == WALKERS - 1) /* the last walker to come */
			printf("barrier: all are at hut %d after %.2f s\n", day,
			       seconds());
	}
	return 0;
}

static int with_a_barrier(void)
{
	return together(walk, WALKERS);
}

static int tour(void *arg, void **result)
{
	static int (*const parts[])(void) = { without_anything, with_a_lock,
		                              with_an_event,    with_a_condition,
		                              with_a_semaphore, with_a_barrier };
	int error = 0;

	for (size_t i = 0; i < sizeof parts / sizeof *parts && error == 0; i++)
		error = parts[i]();
	return error;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL,
	              "\n\nGoes wrong without a lock, then right with each of the five.");
	int error = asyncio_run(tour, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}

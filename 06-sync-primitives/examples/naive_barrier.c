/* naive_barrier.c - a barrier that is only a counter and a wait queue, and three tasks
 * that pass it three times. With --barrier they pass a Barrier instead. */
#include "locks.h"
#include "program.h"
#include "runners.h"

enum { PARTIES = 3, LAPS = 3 };

typedef struct NaiveBarrier {
	int count;
	Links waiters;
} NaiveBarrier;

static const FutureKind naive_waiter = { "a naive barrier", waiter_cancel, NULL, true,
	                                 NULL };

static int naive_wait(NaiveBarrier *barrier)
{
	Waiter waiter;
	int error = 0;

	barrier->count++;
	if (barrier->count == PARTIES)
		waiters_wake_all(&barrier->waiters);
	else
		error = waiters_wait(&barrier->waiters, &waiter, &naive_waiter);
	barrier->count--;
	return error;
}

static NaiveBarrier naive;
static Barrier barrier = { .parties = PARTIES };
static bool with_barrier;

static int run(void *name, void **result)
{
	for (int lap = 1; lap <= LAPS; lap++) {
		int error = with_barrier ? barrier_wait(&barrier) : naive_wait(&naive);
		if (error < 0)
			return error;
		printf("%s begins lap %d\n", (const char *)name, lap);
	}
	return 0;
}

static int async_main(void *arg, void **result)
{
	static char *const names[PARTIES] = { "ada", "bob", "cyd" };
	Task *tasks[PARTIES];

	task_set_name(asyncio_current_task(), "main");
	for (int i = 0; i < PARTIES; i++) {
		tasks[i] = asyncio_create_task(run, names[i]);
		task_set_name(tasks[i], names[i]);
	}
	return await(asyncio_gatherv(tasks, PARTIES, NULL, NULL), NULL);
}

int main(int argc, char *argv[])
{
	Option options[] = { { "barrier", &with_barrier, OPTION_FLAG }, { 0 } };

	program_begin(
		argc, argv, options,
		" [--barrier]\n\nThree tasks begin each of three laps together: at a "
		"naive barrier,\nor at a Barrier.");
	setvbuf(stdout, NULL, _IOLBF, 0);
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}

/* polling.c - three runners look again and again whether the race has begun, or, with
 * --event, wait for an event. */
#include "locks.h"
#include "program.h"
#include "runners.h"

enum { RUNNERS = 3 };

static Event shot;
static bool fired, with_event;
static int woken;    /* how often runners were woken */
static double start; /* when the shot was fired */

static int polls(void)
{
	int error = 0;

	while (error == 0 && !fired) {
		error = asyncio_sleep(0.02);
		woken++;
	}
	return error;
}

static int waits(void)
{
	int error = event_wait(&shot);

	woken++;
	return error;
}

static int run(void *arg, void **result)
{
	int error = with_event ? waits() : polls();

	if (error < 0)
		return error;
	double late = loop_time(asyncio_get_running_loop()) - start;
	if (fired)
		printf("a runner is off, %.0f ms after the shot\n", late * 1000);
	else
		printf("a runner is off before the shot\n");
	return 0;
}

static void shoot(void *unused)
{
	start = loop_time(asyncio_get_running_loop());
	fired = true;
	event_set(&shot);
}

static int async_main(void *arg, void **result)
{
	static Handle starter = HANDLE(shoot, NULL);
	Task *tasks[RUNNERS];

	for (int i = 0; i < RUNNERS; i++)
		tasks[i] = asyncio_create_task(run, NULL);
	loop_call_later(asyncio_get_running_loop(), 0.51, &starter);
	int error = await(asyncio_gatherv(tasks, RUNNERS, NULL, NULL), NULL);
	printf("the runners were woken %d times\n", woken);
	return error;
}

int main(int argc, char *argv[])
{
	Option options[] = { { "event", &with_event, OPTION_FLAG }, { 0 } };

	program_begin(argc, argv, options,
	              " [--event]\n\nThree runners look every 20 ms whether a shot was "
	              "fired, or wait\nfor an event.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}

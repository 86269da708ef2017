/* bench_02.c - what a turn on the task list costs, and a timer among many. */
#include "bench.h"
#include "bare_switch.h"
#include "events.h"

#include <stdlib.h>

enum { GENERATORS = 1000, TIMERS = 100000 };

static Loop *loop, *clockwork;
static long turns;

static int takes_turns(void *arg, void **result)
{
	int error = 0;

	while (error == 0) {
		if (--turns == 0)
			loop_stop(loop);
		error = generator_yield(NULL, NULL);
	}
	return error;
}

static void pass_over_the_list(long n)
{
	turns = n;
	loop_run_forever(loop);
}

static Handle timers[TIMERS];

static void nothing(void *arg)
{
}

static unsigned random_number(void)
{
	static unsigned seed = 444;

	return seed = seed * 1664525u + 1013904223u;
}

/* A timeout: set, and taken back before it comes. */
static void set_and_cancel(long n)
{
	Handle timeout = HANDLE(nothing, NULL);

	while (n-- > 0) {
		loop_call_at(clockwork, 1e6 + random_number() % 1000000, &timeout);
		handle_cancel(&timeout);
	}
}

/* Any of them is taken back, and set again at another time. */
static void set_any_again(long n)
{
	while (n-- > 0) {
		Handle *timer = &timers[random_number() % TIMERS];
		handle_cancel(timer);
		loop_call_at(clockwork, 1e6 + random_number() % 1000000, timer);
	}
}

static void prepare(void)
{
	loop = asyncio_new_event_loop();
	clockwork = asyncio_new_event_loop();
	bare_begin();
	for (int i = 0; i < GENERATORS; i++) {
		if (task_list_add(loop, generator_new(takes_turns, NULL)) < 0)
			abort();
	}
	for (int i = 0; i < TIMERS; i++) {
		timers[i] = (Handle)HANDLE(nothing, NULL);
		loop_call_at(clockwork, 1e6 + random_number() % 1000000, &timers[i]);
	}
}

enum { BARE, TURN, TIMER, ANY, COUNT };

int main(void)
{
	Measured all[COUNT] = {
		[BARE] = { "a bare switch, there and back", switch_bare, 400000, 0 },
		[TURN] = { "a turn of one of 1,000 on the task list", pass_over_the_list,
		           100000, 0 },
		[TIMER] = { "setting and cancelling a timer among 100,000",
		            set_and_cancel, 100000, 0 },
		[ANY] = { "setting any of 100,000 timers again", set_any_again,
		          100000, 0 },
	};

	printf("Chapter 2, the best of %d rounds:\n", ROUNDS);
	prepare();
	bench_measure(all, COUNT);
	printf("\n");
	bench_judge("a turn / a bare switch", all[TURN].best / all[BARE].best, 12);
	bench_judge("a timer set and cancelled, in ns", all[TIMER].best, 150);
	return 0;
}

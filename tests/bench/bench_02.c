/* bench_02.c - what a turn on the task list costs, and a timer among many. */
#include "yardsticks.h"
#include "events.h"

enum { TIMERS = 100000 };

static Loop *loop;
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

static void begin_turns(long tasks)
{
	loop = bench_need(asyncio_new_event_loop());
	for (long i = 0; i < tasks; i++)
		bench_check(task_list_add(loop, generator_new(takes_turns, NULL)) == 0,
		            "a generator is on the task list");
}

static void pass_over_the_list(long n)
{
	turns = n;
	bench_succeeds(loop_run_forever(loop));
}

static Handle timers[TIMERS];

static void nothing(void *arg)
{
}

static double later(void)
{
	static unsigned seed = 444;

	return 1e6 + (seed = seed * 1664525u + 1013904223u) / 256 % 1000000;
}

static void begin_timers(long tasks)
{
	loop = bench_need(asyncio_new_event_loop());
	for (int i = 0; i < TIMERS; i++) {
		timers[i] = (Handle)HANDLE(nothing, NULL);
		loop_call_at(loop, later(), &timers[i]);
	}
}

/* A timeout: set, and taken back before it comes. */
static void set_and_cancel(long n)
{
	Handle timeout = HANDLE(nothing, NULL);

	while (n-- > 0) {
		loop_call_at(loop, later(), &timeout);
		handle_cancel(&timeout);
	}
}

/* Any of them is taken back, and set again at another time. */
static void set_any_again(long n)
{
	while (n-- > 0) {
		Handle *timer = &timers[(size_t)later() % TIMERS];
		handle_cancel(timer);
		loop_call_at(loop, later(), timer);
	}
}

static const Row rows[] = {
	{ "a turn of one of 1,000", .begin = begin_turns, .run = pass_over_the_list,
	  .tasks = 1000, .n = 100000, .beside = &bare_switch },
	{ "a timer among 100,000, set and cancelled", .begin = begin_timers,
	  .run = set_and_cancel, .n = 50000 },
	{ "any of 100,000 timers set again", .begin = begin_timers, .run = set_any_again,
	  .n = 50000 },
};

const Chapter chapter_02 = { "Chapter 2: the task list and timers", rows,
	                     sizeof rows / sizeof *rows };

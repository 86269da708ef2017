/* chess.c - one master, many opponents: game after game, or from table to table. She
 * takes 5 seconds for a move, they take 55, and a game has 30 moves of each. */
#include "events.h"
#include "program.h"

#include <stdlib.h>
#include <string.h>

enum { MOVES = 30, HERS = 5, THEIRS = 55 };

static long hurry = 1;

static void think(double seconds)
{
	time_sleep(seconds / (double)hurry);
}

static double hours_since(double start)
{
	return (time_perf_counter() - start) * (double)hurry / 3600;
}

/* The master moves and leaves. If she comes back before her opponent has moved, she
 * waits. */
static int game(void *arg, void **result)
{
	double ready = 0;
	int error = 0;

	for (int move = 0; move < MOVES && error == 0; move++) {
		think((ready - time_perf_counter()) * (double)hurry);
		think(HERS);
		ready = time_perf_counter() + THEIRS / (double)hurry;
		error = generator_yield(NULL, NULL);
	}
	return error;
}

static double one_after_the_other(long opponents)
{
	double start = time_perf_counter();

	for (long move = 0; move < opponents * MOVES; move++) {
		think(HERS);
		think(THEIRS);
	}
	return hours_since(start);
}

static double from_table_to_table(long opponents)
{
	Loop *loop = asyncio_new_event_loop();
	double start = time_perf_counter();
	int error;

	if (loop == NULL)
		program_fail(-errno);
	while (opponents-- > 0) {
		error = task_list_add(loop, generator_new(game, NULL));
		if (error < 0)
			program_fail(error);
	}
	error = loop_run_forever(loop);
	if (error < 0)
		program_fail(error);
	loop_free(loop);
	return hours_since(start);
}

/* On the wall clock a reader must know how long nothing will be printed. */
static void announce(long opponents)
{
	const char *clock = getenv("ASYNCIO_CLOCK");
	double seconds = (double)(opponents * MOVES * (HERS + THEIRS)) / (double)hurry;

	bool hours = seconds >= 3600;

	if (clock == NULL || strcmp(clock, "virtual") != 0)
		fprintf(stderr,
		        "The first line comes in %.0f %s; with ASYNCIO_CLOCK=virtual it "
		        "comes at once.\n",
		        hours ? seconds / 3600 : seconds, hours ? "hours" : "seconds");
}

int main(int argc, char *argv[])
{
	long opponents = 24;
	Option options[] = { { "opponents", &opponents, 1, 1000 },
		             { "hurry", &hurry, 1, 1000 },
		             { 0 } };

	program_begin(
		argc, argv, options,
		" [--opponents N] [--hurry N]\n\n"
		"Plays N games (1 to 1000; 24) twice. It takes 13 hours, unless the "
	        "clock\n"
		"is virtual, or time is made to run N times faster (1 to 1000; 1).");
	announce(opponents);
	printf("one game after the other: %.1f hours\n", one_after_the_other(opponents));
	printf("from table to table: %.1f hours\n", from_table_to_table(opponents));
	return 0;
}

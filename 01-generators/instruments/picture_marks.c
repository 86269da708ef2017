/* picture_marks.c - what one lane does to another: it makes it, wakes it, cancels it. */
#include "picture_run.h"

#include <stdlib.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

const SourceWords picture_sources[N_SOURCES] = {
	[NO_SOURCE] = { "", "", "" },
	[FROM_TIMER] = { "timer", "t", "a timer" },
	[FROM_DESCRIPTOR] = { "descriptor", "d", "a descriptor" },
	[FROM_SIGNAL] = { "signal", "s", "a signal" },
	[FROM_THREAD] = { "thread", "T", "another thread" },
	[FROM_OUTSIDE] = { "outside", "o", "from outside of the passes" },
	[FROM_DEADLOCK] = { "deadlock", "X",
		            "a deadlock: nothing can wake a task any more" },
};

void picture_outside(Run *run, unsigned loop, Source source)
{
	if (run->open->source == NO_SOURCE)
		picture_open(run, loop)->source = source;
	run->has_loop = true;
}

/* Something outside the loop is the first thing of the pass that is seen. */
static void wakes_from_outside(Run *run, const Line *line)
{
	const char *why = line->field[2];
	Source source = NO_SOURCE;

	for (int i = FROM_TIMER; i < FROM_OUTSIDE; i++) {
		if (strcmp(why, picture_sources[i].why) == 0)
			source = (Source)i;
	}
	if (!run->loops[line->loop].pass_is_new || source == NO_SOURCE)
		return;
	picture_open(run, line->loop)->source = source;
	run->has_loop = true;
}

void picture_wakes(Run *run, const Line *line)
{
	int by = picture_actor(run, line->field[0]),
	    id = picture_actor(run, line->field[1]);

	if (!picture_has_lane(run, id))
		return;
	if (by == 0)
		wakes_from_outside(run, line);
	Actor *actor = &run->actors[id];
	if (actor->state == RUNS) {
		actor->after = READY;
		return;
	}
	bool made = actor->state == ABSENT;
	if (by != 0 || !run->loops[line->loop].pass_is_new) {
		Cell *cell = picture_cell(run, id);
		if (cell->mark == NO_MARK)
			cell->mark = made ? MADE : WOKEN;
		cell->by = by;
	}
	run->actors[id].state = READY;
}

/* Nothing that runs has made the request: it has a slot of its own. */
static void mark_request(Run *run, const Line *line, Mark mark)
{
	int by = picture_actor(run, line->field[0]),
	    id = picture_actor(run, line->field[1]);

	if (strcmp(line->field[2], "-") == 0)
		return;
	if (by == 0)
		picture_outside(run, run->open->loop, FROM_OUTSIDE);
	Cell *cell = picture_cell(run, id);
	cell->mark = (unsigned char)mark;
	cell->count = atoi(line->field[2]);
	cell->by = by;
}

void picture_cancels(Run *run, const Line *line)
{
	mark_request(run, line, CANCELLED);
}

void picture_uncancels(Run *run, const Line *line)
{
	mark_request(run, line, UNCANCELLED);
}

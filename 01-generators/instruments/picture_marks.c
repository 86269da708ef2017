/* picture_marks.c - what one lane does to another: it makes it, wakes it, cancels it. */
#include "picture_run.h"

#include <stdlib.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

/* Something outside the loop is the first thing of the pass that is seen. */
static void outside(Run *run, const Line *line)
{
	Reading *reading = &run->loops[line->loop];
	bool known = strcmp(line->field[2], "new") == 0 ||
	             strcmp(line->field[2], "soon") == 0 ||
	             strcmp(line->field[2], "cancelled") == 0;

	if (reading->pass_is_new && !known)
		picture_open(run, line->loop)->source =
			strcmp(line->field[2], "timer") == 0        ? "timer"
			: strcmp(line->field[2], "descriptor") == 0 ? "descriptor"
			: strcmp(line->field[2], "signal") == 0     ? "signal"
			: strcmp(line->field[2], "thread") == 0     ? "thread"
								    : "outside";
}

void picture_wakes(Run *run, const Line *line)
{
	int by = picture_actor(run, line->field[0]),
	    id = picture_actor(run, line->field[1]);

	if (!picture_has_lane(run, id))
		return;
	if (by == 0)
		outside(run, line);
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
	if (by == 0 && run->open->source == NULL)
		picture_open(run, run->open->loop)->source = "outside";
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

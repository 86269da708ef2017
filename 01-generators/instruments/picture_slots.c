/* picture_slots.c - the slots and lanes of a run, which are filled while its log is read.
 */
#include "picture_run.h"

#include <stdio.h>
#include <stdlib.h>

/* ==== Given: a run that is watched ==== */

/* Returns where a slot of the run is shown, or -1. After run->head slots there is one
 * that stands for all that is left out. */
static int shown_at(const Run *run, long slot)
{
	long left_out = run->n_slots - (run->n_shown - 1);

	slot -= run->first;
	if (!run->draws || slot < 0 || slot >= run->n_slots)
		return -1;
	if (slot < run->head)
		return (int)slot;
	return slot < run->head + left_out ? -1 : (int)(slot - left_out + 1);
}

bool picture_is_cut(const Run *run, int slot)
{
	return slot == run->head && run->head < run->n_shown;
}

/* A lane that is seen late has been as it is now since the last cut. */
static void lane_begin(Run *run, int actor, int now)
{
	Actor *a = &run->actors[actor];
	Lane *lane = &run->lanes[run->n_lanes + 1];

	lane->cells = calloc((size_t)run->n_shown, sizeof *lane->cells);
	if (lane->cells == NULL) {
		run->no_memory = true;
		a->lane = -2;
		return;
	}
	for (int i = run->window; i < now; i++)
		lane->cells[i] = (Cell){ .state = (unsigned char)a->state,
			                 .after = (unsigned char)a->state,
			                 .label = a->label,
			                 .sleeps = a->sleeps };
	lane->actor = actor;
	a->lane = ++run->n_lanes;
}

/* The cell of an actor in the slot in which its loop is; if it is not shown, one that
 * nobody looks at. */
Cell *picture_cell(Run *run, int actor)
{
	Actor *a = &run->actors[actor];
	int now = shown_at(run, run->newest);

	if (now < 0 || !picture_has_lane(run, actor))
		return &run->unseen_cell;
	if (a->lane == -1 && run->n_lanes < run->most_lanes)
		lane_begin(run, actor, now);
	if (a->lane == -1)
		run->n_hidden++;
	if (a->lane == -1)
		a->lane = -2;
	return a->lane < 0 ? &run->unseen_cell : &run->lanes[a->lane].cells[now];
}

/* Writes down how all lanes are at the end of the slot that is open. */
void picture_close(Run *run)
{
	int now = shown_at(run, run->newest);

	for (int i = 1; now >= 0 && i <= run->n_lanes; i++) {
		const Actor *actor = &run->actors[run->lanes[i].actor];
		Cell *cell = &run->lanes[i].cells[now];
		if (cell->state == ABSENT && cell->mark == NO_MARK)
			cell->state = (unsigned char)actor->state;
		cell->after = (unsigned char)actor->state;
		cell->label = actor->label;
		cell->sleeps = actor->sleeps;
	}
}

/* Which slots are those of the passes that are wanted? */
static void survey_slot(Run *run)
{
	bool wanted = run->pass >= run->from && run->pass <= run->to;

	if (run->draws)
		return;
	if (wanted && run->n_slots++ == 0)
		run->first = run->newest;
	run->is_part |= !wanted;
}

/* Closes the slot that is open and opens another one of this loop. */
Slot *picture_open(Run *run, unsigned loop)
{
	Reading *reading = &run->loops[loop];

	picture_close(run);
	reading->slot = ++run->newest;
	int now = shown_at(run, run->newest);
	Slot *slot = now < 0 ? &run->unseen_slot : &run->slots[now];
	*slot = (Slot){ 0 };
	if (now > run->head)
		run->window = run->head + 1;
	run->open = slot;
	slot->loop = loop;
	slot->pass = reading->pass;
	slot->begins_pass = reading->pass_is_new || now == run->head + 1;
	slot->begins_time = reading->time_is_new || now == run->head + 1;
	slot->slept = reading->slept;
	snprintf(slot->time, sizeof slot->time, "%s", reading->time);
	reading->pass_is_new = reading->time_is_new = reading->slept = false;
	survey_slot(run);
	return slot;
}

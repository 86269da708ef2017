/* picture_run.c - reads the log of a run three times: twice to know how much there is to
 * show, and once to fill slots and lanes with it. */
#include "picture_run.h"
#include "trace_private.h"

#include <stdlib.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

static void run_begin(Run *run)
{
	run->n_actors = run->n_words = run->window = 0;
	memset(run->buckets, 0, sizeof run->buckets);
	memset(run->loops, 0, sizeof run->loops);
	run->newest = -1;
	run->n_loops = 0;
	run->n_passes = run->pass = 0;
	run->has_loop = run->is_part = false;
	if (!run->draws)
		run->n_slots = run->first = 0;
	run->open = &run->unseen_slot;
	picture_words(run, "");
	if (picture_actor(run, "nobody") == 0 && run->n_actors > 0)
		run->actors[0].lane = -2;
}

/* Counts those that would have a lane of their own. */
static int count_lanes(const Run *run)
{
	int n = 0;

	for (int i = 1; i < run->n_actors; i++)
		n += run->actors[i].runs && picture_has_lane(run, i);
	return n;
}

void picture_survey(Run *run, const char *log, size_t length)
{
	run->from = trace_output.from;
	run->to = trace_output.to;
	run_begin(run);
	picture_replay(run, log, length);
	run->only_callbacks = count_lanes(run) == 0;
	run_begin(run);
	picture_replay(run, log, length);
	run->n_running = count_lanes(run);
}

static int lane_compare(const void *a, const void *b)
{
	const Lane *one = a, *two = b;

	return (one->actor > two->actor) - (one->actor < two->actor);
}

/* Lanes are drawn in the order in which their tasks were made; callbacks in the order in
 * which they ran. */
static void lanes_sort(Run *run)
{
	qsort(run->lanes + 1, (size_t)run->n_lanes, sizeof *run->lanes, lane_compare);
	for (int i = 1; i <= run->n_lanes; i++)
		run->actors[run->lanes[i].actor].lane = i;
}

void picture_draw(Run *run, const char *log, size_t length)
{
	bool cut = run->n_slots > run->most_slots;

	bool is_part = run->is_part;

	run->n_shown = cut ? run->most_slots : (int)run->n_slots;
	run->head = cut ? run->n_shown / 2 : run->n_shown;
	run->slots = calloc((size_t)run->n_shown + 1, sizeof *run->slots);
	run->lanes = calloc((size_t)run->most_lanes + 1, sizeof *run->lanes);
	run->no_memory |= run->slots == NULL || run->lanes == NULL;
	if (run->no_memory)
		return;
	run->draws = true;
	run_begin(run);
	picture_replay(run, log, length);
	run->is_part = is_part;
	if (!run->only_callbacks)
		lanes_sort(run);
}

void picture_free(Run *run)
{
	for (int i = 0; run->lanes != NULL && i <= run->most_lanes; i++)
		free(run->lanes[i].cells);
	free(run->lanes);
	free(run->slots);
	free(run->actors);
	free(run->words);
}

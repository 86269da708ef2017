/* picture_replay.c - what each line of a log changes. */
#include "picture_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* On a real clock every step takes some time. A step that takes longer than this, in
 * seconds, has held the loop. */
static const double HELD_LONG = 0.01;

/* ==== Given: a run that is watched ==== */

static Actor *actor_of(Run *run, const char *id)
{
	int actor = picture_actor(run, id);

	return &run->actors[actor];
}

/* What ran has had its turn, and is now what it became meanwhile. */
static void turn_ends(Run *run, unsigned loop)
{
	Reading *reading = &run->loops[loop];
	Actor *actor = &run->actors[reading->actor];

	if (reading->actor != 0 && actor->state == RUNS)
		actor->state = actor->after;
	reading->actor = 0;
}

static void on_trace(Run *run, const Line *line)
{
	snprintf(run->program, sizeof run->program, "%s", line->field[1]);
	snprintf(run->clock, sizeof run->clock, "%s", line->field[2]);
}

static void on_thing(Run *run, const Line *line)
{
	Actor *actor = actor_of(run, line->field[0]);

	snprintf(actor->kind, sizeof actor->kind, "%s", line->field[1]);
	if (strncmp(line->field[2], "Task-", 5) == 0 && *line->field[3] != '\0')
		snprintf(actor->name, sizeof actor->name, "%s %.30s", line->field[2],
		         line->field[3]);
	else
		snprintf(actor->name, sizeof actor->name, "%s", line->field[2]);
}

/* Is this time written above the pass? On a real clock only if the loop has slept, or if
 * a step has held it so long that it counts. */
static bool is_time_new(const Run *run, const Reading *reading, double now, bool slept)
{
	bool is_virtual = strcmp(run->clock, "virtual") == 0;

	return reading->pass == 0 || slept ||
	       now - reading->stamp > (is_virtual ? 0 : HELD_LONG);
}

static void on_pass(Run *run, const Line *line)
{
	Reading *reading = &run->loops[line->loop];
	double now = strtod(line->field[1], NULL);
	bool slept = strtod(line->field[2], NULL) > 0;

	turn_ends(run, line->loop);
	if (is_time_new(run, reading, now, slept)) {
		reading->time_is_new = true;
		reading->stamp = now;
	}
	reading->slept |= slept;
	reading->pass = run->pass = strtoul(line->field[0], NULL, 10);
	reading->pass_is_new = true;
	snprintf(reading->time, sizeof reading->time, "%s", line->field[1]);
	run->has_passes = true;
	run->n_passes++;
	if (line->loop > run->n_loops)
		run->n_loops = line->loop;
}

/* What ran has held the loop for so many seconds. */
static void on_held(Run *run, const Line *line)
{
	double seconds = strtod(line->field[1], NULL);
	char words[40];

	if (strcmp(run->clock, "virtual") != 0 && seconds < HELD_LONG)
		return;
	picture_time(run, line->field[1], words, sizeof words);
	run->open->held = picture_words(run, words);
}

/* What happens now is the end of the run. */
static void on_deadlock(Run *run, const Line *line)
{
	turn_ends(run, line->loop);
	picture_outside(run, run->n_loops, FROM_DEADLOCK);
}

static void on_forks(Run *run, const Line *line)
{
	(void)line;
	run->forks = true;
}

/* Callbacks that run one after the other share a slot. */
static void callback_runs(Run *run, const Line *line, int actor)
{
	Reading *reading = &run->loops[line->loop];

	if (reading->pass_is_new || reading->slot != run->newest ||
	    run->open->callbacks == 0)
		picture_open(run, line->loop);
	bool timer = strcmp(run->actors[actor].kind, "timer") == 0;
	if (run->open->callbacks++ == 0) {
		run->open->what = picture_words(run, run->actors[actor].name);
		run->open->only_timers = timer;
	}
	run->open->only_timers = run->open->only_timers && timer;
	run->has_loop = true;
}

static void on_runs(Run *run, const Line *line)
{
	int actor = picture_actor(run, line->field[0]);

	turn_ends(run, line->loop);
	run->actors[actor].runs = true;
	if (!picture_has_lane(run, actor)) {
		callback_runs(run, line, actor);
		return;
	}
	run->loops[line->loop].actor = actor;
	picture_open(run, line->loop)->actor = actor;
	picture_cell(run, actor)->state = RUNS; /* before it was as it was till now */
	run->actors[actor].state = RUNS;
	run->actors[actor].after = run->only_callbacks ? ABSENT : WAITS;
	run->actors[actor].label = 0;
	run->actors[actor].sleeps = false;
}

/* A generator that is not run by the loop is part of the turn of what resumes it. */
static void on_resumes(Run *run, const Line *line)
{
	int actor = picture_actor(run, line->field[1]);

	run->actors[actor].runs = true;
	if (run->loops[line->loop].pass > 0 && picture_has_lane(run, actor))
		picture_cell(run, actor)->state = RUNS;
}

static void on_yields(Run *run, const Line *line)
{
	Actor *actor = actor_of(run, line->field[0]);

	actor->label = 0;
	if (actor->state == RUNS)
		actor->after = READY;
	else
		actor->state = WAITS;
}

static void on_ends(Run *run, const Line *line)
{
	int id = picture_actor(run, line->field[0]);
	if (line->loop == 0 && run->has_passes && run->actors[id].runs &&
	    picture_has_lane(run, id))
		picture_outside(run, run->n_loops, FROM_OUTSIDE);
	Cell *cell = picture_cell(run, id);
	Actor *actor = &run->actors[id];
	bool cancelled = strcmp(line->field[2], "cancelled") == 0;

	actor->ending = strcmp(line->field[1], "0") == 0 ? ENDED
	                : cancelled                      ? ENDED_CANCELLED
	                                                 : ENDED_FAILED;
	cell->ending = (unsigned char)actor->ending;
	actor->status = picture_words(run, line->field[2]);
	if (actor->state == RUNS)
		actor->after = ABSENT;
	else
		actor->state = ABSENT;
}

/* A pass in which nothing has run has a slot, too. */
static void on_passed(Run *run, const Line *line)
{
	turn_ends(run, line->loop);
	if (run->loops[line->loop].pass_is_new)
		picture_open(run, line->loop);
}

static void on_same(Run *run, const Line *line)
{
	unsigned long same = strtoul(line->field[0], NULL, 10);

	run->n_passes += same;
	if (run->loops[line->loop].slot == run->newest && run->open->same > 0) {
		run->open->same += same;
		return;
	}
	run->loops[line->loop].pass_is_new = true;
	picture_open(run, line->loop)->same = same;
}

static void on_end(Run *run, const Line *line)
{
	snprintf(run->end, sizeof run->end, "%s", line->field[0]);
}

static const struct {
	const char *verb;
	void (*on)(Run *run, const Line *line);
} verbs[] = {
	{ "runs", on_runs },       { "wakes", picture_wakes },
	{ "waits", picture_waits },     { "pass", on_pass },
	{ "passed", on_passed },   { "thing", on_thing },
	{ "resumes", on_resumes }, { "yields", on_yields },
	{ "ends", on_ends },       { "cancels", picture_cancels },
	{ "same", on_same },       { "uncancels", picture_uncancels },
	{ "trace", on_trace },     { "end", on_end },
	{ "held", on_held },       { "forks", on_forks },
	{ "deadlock", on_deadlock },
};

void picture_replay(Run *run, const char *log, size_t length)
{
	Line line;

	while (!run->no_memory && picture_line(&line, &log, &length)) {
		for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
			if (strcmp(line.verb, verbs[i].verb) == 0) {
				verbs[i].on(run, &line);
				break;
			}
		}
	}
	picture_close(run);
}

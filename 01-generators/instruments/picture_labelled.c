/* picture_labelled.c - what a task waits for, as pictures write it. */
#include "picture_run.h"

#include <stdio.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

/* "ada", "lock 1", "until 1 s"; of a queue or a barrier, which can be waited for in
 * more than one way, also for what. */
static void label_of(const Run *run, const Line *line, int object, char *label,
                     size_t room)
{
	const char *kind = run->actors[object].kind, *name = run->actors[object].name;
	const char *what = line->field[2];
	char until[40];

	picture_time(run, line->field[3], until, sizeof until);
	if (strcmp(line->field[3], "-") == 0 || *line->field[3] == '\0')
		*until = '\0';
	if (object == 0 && strcmp(what, "time to pass") == 0)
		snprintf(label, room, "until %s", until);
	else if (object == 0)
		snprintf(label, room, "%s", what);
	else if (strcmp(kind, "queue") == 0 && strstr(what, "done") != NULL)
		snprintf(label, room, "all work on %s", name);
	else if (strcmp(kind, "queue") == 0 && strstr(what, "room") != NULL)
		snprintf(label, room, "room in %s", name);
	else if (strcmp(kind, "barrier") == 0 && strstr(what, "place") != NULL)
		snprintf(label, room, "a place in %s", name);
	else
		snprintf(label, room, "%s", name);
}

void picture_waits(Run *run, const Line *line)
{
	int actor = picture_actor(run, line->field[0]),
	    object = picture_actor(run, line->field[1]);
	char label[64];

	label_of(run, line, object, label, sizeof label);
	int words = picture_words(run, label);
	Actor *a = &run->actors[actor];
	a->label = words;
	a->sleeps = object == 0 && strcmp(line->field[2], "time to pass") == 0;
	if (a->state == RUNS)
		a->after = WAITS;
	else
		a->state = WAITS;
}

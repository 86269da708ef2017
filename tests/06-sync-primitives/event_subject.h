/* event_subject.h - w waits for an event, s sets it, c clears it. */
#ifndef EVENT_SUBJECT_H
#define EVENT_SUBJECT_H

#include "locks.h"
#include "search.h"

static Event event;
static bool event_flag;
static unsigned event_sets; /* how often it was set */

static inline void event_begin(void)
{
	event = (Event){ 0 };
	event_flag = false;
	event_sets = 0;
}

static inline void event_waits(Member *m)
{
	bool was_set = event_flag;

	m->mark = event_sets;
	call_begins(m, 'w');
	int status = event_wait(&event);
	if (status == 0 && !was_set && m->mark == event_sets)
		search_complain("it was not set, and one goes on");
	if (status == 0 && has_waited(m) == was_set)
		search_complain(
			"one waits though it is set, or does not though it is not");
	if (status == 0 && has_waited(m) && search_overtakes(m))
		search_complain("one is overtaken");
	call_ends(m, status);
}

static inline void event_operate(Member *m, char operation)
{
	if (operation == 'w') {
		event_waits(m);
	} else if (operation == 's') {
		event_set(&event);
		event_flag = true;
		event_sets++;
	} else {
		event_clear(&event);
		event_flag = false;
	}
}

static inline const char *event_complaint(bool at_rest)
{
	if (event_is_set(&event) != event_flag)
		return "it does not know whether it is set";
	for (int i = 0; i < n_members && at_rest; i++) {
		if (members[i].in == 'w' && members[i].mark != event_sets)
			return "it was set, and one still waits";
	}
	return NULL;
}

static inline const Subject *event_subject(void)
{
	static const Subject it = { "an event", event_begin, event_operate,
		                    event_complaint, NULL };

	return &it;
}

#endif

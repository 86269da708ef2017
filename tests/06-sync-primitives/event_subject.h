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
		search_complain("the event was not set, and a task continues");
	if (status == 0 && has_waited(m) == was_set)
		search_complain("a task waits although the event is set, or does not "
		                "wait although it is not set");
	if (status == 0 && has_waited(m) && search_overtakes(m))
		search_complain("a task is overtaken");
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
		return event_flag ? "the event is set, and event_is_set is false"
		                  : "the event is clear, and event_is_set is true";
	for (int i = 0; i < n_members && at_rest; i++) {
		if (members[i].in == 'w' && members[i].mark != event_sets)
			return "the event was set, and a task still waits";
	}
	return NULL;
}

static inline const Subject *event_subject(void)
{
	static const Subject it = {
		"an event",
		event_begin,
		event_operate,
		event_complaint,
		NULL,
		{ "w waits for the event", "s sets the event", "c clears the event",
		  NULL }
	};

	return &it;
}

#endif

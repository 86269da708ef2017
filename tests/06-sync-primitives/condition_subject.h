/* condition_subject.h - with the lock: w waits, n notifies one, h notifies one and holds
 * the lock for a pass, b notifies all. */
#ifndef CONDITION_SUBJECT_H
#define CONDITION_SUBJECT_H

#include "lock_subject.h"

static Condition condition;

static inline void condition_begin(void)
{
	lock_begin();
	condition = (Condition){ .lock = &lock };
}

/* The task that has waited longest is notified. A cancelled task waits no more. */
static inline bool condition_notices(void)
{
	Member *first = NULL;

	for (int i = 0; i < n_members; i++) {
		Member *m = &members[i];
		if (m->in == 'w' && !m->noticed && !m->is_cancelled &&
		    (first == NULL || m->arrival < first->arrival))
			first = m;
	}
	if (first != NULL)
		first->noticed = true;
	return first != NULL;
}

static inline void condition_waits(Member *m)
{
	m->noticed = false;
	lock_holders--;
	call_begins(m, 'w');
	int status = condition_wait(&condition);
	lock_holders++;
	if (status == 0 && !m->noticed)
		search_complain("a task continues that was not notified");
	call_ends(m, status);
	if (status < 0 && m->noticed)
		condition_notices();
}

static inline void condition_operate(Member *m, char operation)
{
	if (lock_acquires(m) < 0)
		return;
	if (operation == 'w') {
		condition_waits(m);
	} else if (operation == 'b') {
		condition_notify_all(&condition);
		while (condition_notices())
			;
	} else {
		condition_notify(&condition, 1);
		condition_notices();
	}
	if (operation == 'h')
		search_gives_way(m);
	lock_releases();
}

static inline const char *condition_complaint(bool at_rest)
{
	for (int i = 0; i < n_members && at_rest; i++) {
		if (members[i].in == 'w' && members[i].noticed)
			return "a notification is lost, and a task still waits";
	}
	return lock_complaint(at_rest);
}

static inline const Subject *condition_subject(void)
{
	static const Subject it = { "a condition",
		                    condition_begin,
		                    condition_operate,
		                    condition_complaint,
		                    NULL,
		                    { "w waits for the condition", "n notifies one",
		                      "h notifies one, and holds the lock for a pass",
		                      "b notifies all", NULL } };

	return &it;
}

#endif

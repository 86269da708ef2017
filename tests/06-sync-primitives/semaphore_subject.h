/* semaphore_subject.h - a acquires, r releases, h holds a permit for a pass. */
#ifndef SEMAPHORE_SUBJECT_H
#define SEMAPHORE_SUBJECT_H

#include "locks.h"
#include "search.h"

static Semaphore semaphore;
static long semaphore_value = 1;
static long semaphore_permits; /* that no task has */

static inline void semaphore_begin(void)
{
	semaphore = (Semaphore){ .value = semaphore_value, .bound = 2 };
	semaphore_permits = semaphore_value;
}

static inline int semaphore_acquires(Member *m)
{
	bool locked = semaphore_locked(&semaphore);

	call_begins(m, 'a');
	int status = semaphore_acquire(&semaphore);
	semaphore_permits -= status == 0;
	if (has_waited(m) != locked)
		search_complain("a task has waited although a permit was free, or has "
		                "not although none was");
	if (status == 0 && search_overtakes(m))
		search_complain("a task is overtaken");
	return call_ends(m, status);
}

static inline void semaphore_releases(void)
{
	int status = semaphore_release(&semaphore);

	if (status != 0 && (status != -ERANGE || semaphore_permits < 2))
		search_complain("semaphore_release returns the wrong status");
	semaphore_permits += status == 0;
}

static inline void semaphore_operate(Member *m, char operation)
{
	if (operation == 'r') {
		semaphore_releases();
	} else if (semaphore_acquires(m) == 0 && operation == 'h') {
		search_gives_way(m);
		semaphore_releases();
	}
}

static inline const char *semaphore_complaint(bool at_rest)
{
	if (semaphore_permits < 0)
		return "more tasks have a permit than there are permits";
	if (!at_rest)
		return NULL;
	if (semaphore_permits > 0 && search_waiting('a') > 0)
		return "a permit is free, and a task still waits";
	if (semaphore.value != semaphore_permits)
		return "the value is not the number of free permits";
	return NULL;
}

static inline const Subject *semaphore_subject(void)
{
	static const Subject it = {
		"a semaphore",
		semaphore_begin,
		semaphore_operate,
		semaphore_complaint,
		NULL,
		{ "a acquires a permit", "r releases a permit",
		  "h acquires a permit, holds it for a pass and releases it", NULL }
	};

	return &it;
}

#endif

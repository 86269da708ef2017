/* lock_subject.h - a acquires a lock, r releases it, h holds it for a pass. */
#ifndef LOCK_SUBJECT_H
#define LOCK_SUBJECT_H

#include "locks.h"
#include "search.h"

static Lock lock;
static int lock_holders;

static inline void lock_begin(void)
{
	lock = (Lock){ 0 };
	lock_holders = 0;
}

static inline int lock_acquires(Member *m)
{
	call_begins(m, 'a');
	int status = lock_acquire(&lock);
	lock_holders += status == 0;
	if (status == 0 && search_overtakes(m))
		search_complain("a task is overtaken");
	return call_ends(m, status);
}

static inline void lock_releases(void)
{
	int status = lock_release(&lock);

	if (status != (lock_holders > 0 ? 0 : -EPERM))
		search_complain("lock_release returns the wrong status");
	lock_holders -= status == 0;
}

static inline void lock_operate(Member *m, char operation)
{
	if (operation == 'a') {
		lock_acquires(m);
	} else if (operation == 'r') {
		lock_releases();
	} else if (lock_acquires(m) == 0) {
		search_gives_way(m);
		lock_releases();
	}
}

static inline const char *lock_complaint(bool at_rest)
{
	if (lock_holders > 1)
		return "two tasks hold the lock";
	if (lock_locked(&lock) != (lock_holders > 0))
		return lock_holders > 0
		               ? "a task holds the lock, and lock_locked is false"
		               : "no task holds the lock, and lock_locked is true";
	if (at_rest && lock_holders == 0 && search_waiting('a') > 0)
		return "the lock is free, and a task still waits";
	return NULL;
}

static inline const Subject *lock_subject(void)
{
	static const Subject it = {
		"a lock",
		lock_begin,
		lock_operate,
		lock_complaint,
		NULL,
		{ "a acquires the lock", "r releases the lock",
		  "h acquires the lock, holds it for a pass and releases it", NULL }
	};

	return &it;
}

#endif

/* Step 6.5.1: the search finds a lost wake-up. Here it is given objects that forget to
 * pass on what was reserved for a cancelled task. */
#include "locks.h"

#include "planted.h"
#include "locks.c"
#include "barrier.c"

#include "barrier_subject.h"
#include "condition_subject.h"
#include "event_subject.h"
#include "semaphore_subject.h"

static void finds(const Subject *what, const char *letters, const char *complaint)
{
	planted = planted_one = what->name;
	search_found[0] = '\0';
	search(what, letters, 2, PLANTED_REQUESTS, 1);
	trace("%s", strstr(search_found, complaint) == NULL ? search_found : "found");
}

static void a_lost_wake_up_is_found_in_each(void **state)
{
	finds(event_subject(), "wsc", "the event was set, and a task still waits");
	/* A lock or a permit is free although a task waits, so a newcomer takes it. */
	finds(lock_subject(), "arh", "a task is overtaken");
	finds(semaphore_subject(), "arh", "a task is overtaken");
	finds(condition_subject(), "wnh",
	      "a notification is lost, and a task still waits");
	barrier_parties = 3;
	finds(barrier_subject(), "wrb", "all parties are there, and still wait");
	assert_trace("found found found found found");
}

SEARCHES(T(a_lost_wake_up_is_found_in_each))

/* Step 6.5: the search must find what is wrong. Here it is given locks that forget
 * somebody. */
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
	finds(event_subject(), "wsc", "it was set, and one still waits");
	/* The lock is free though one waits, so the next task that comes takes it. */
	finds(lock_subject(), "arh", "one is overtaken");
	finds(condition_subject(), "wnh", "a notice is lost, and one still waits");
	finds(semaphore_subject(), "arh", "a permit is free, and one still waits");
	barrier_parties = 3;
	finds(barrier_subject(), "wrb", "and still wait");
	assert_trace("found found found found found");
}

SEARCHES(T(a_lost_wake_up_is_found_in_each))

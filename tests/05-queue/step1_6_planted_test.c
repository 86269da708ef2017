/* Rung 5.1.6: the search must find what is wrong. Here it is given a queue that forgets
 * somebody. */
#include "queues.h"

#include "planted.h"
#include "queues.c"

#include "queue_subject.h"

static void finds(const char *what, const char *complaint)
{
	planted = what;
	search_found[0] = '\0';
	search(queue_subject(), "pgj", 2, PLANTED_REQUESTS, 1);
	if (search_found[0] == '\0')
		trace("the search does not see that %s", complaint);
	else
		trace("%s", strstr(search_found, complaint) == NULL ? search_found
		                                                    : "found");
}

static void a_lost_wake_up_is_found(void **state)
{
	finds("an item of a queue", "there is an item, but a getter still waits");
	finds("room in a queue", "there is room, but a putter still waits");
	planted = "";
	planted_one = "the work on a queue to be done";
	finds("", "every item is done, but a task still waits");
	assert_trace("found found found");
}

SEARCHES(T(a_lost_wake_up_is_found))

/* Step 6.1: everything that three tasks can do with it. */
#include "event_subject.h"

static void two_operations_of_each_and_two_requests(void **state)
{
	search_finds_nothing(event_subject(), "wsc", 2, 2, 1);
}

static void a_quarter_of_three_operations_of_each_and_one_request(void **state)
{
	search_finds_nothing(event_subject(), "wsc", 3, 1, 4);
}

static void up_to_eight_tasks_at_random(void **state)
{
	chance_finds_nothing(event_subject(), "wsc");
}

SEARCHES(T(two_operations_of_each_and_two_requests),
         T(a_quarter_of_three_operations_of_each_and_one_request),
         T(up_to_eight_tasks_at_random))

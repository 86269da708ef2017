/* Step 6.3: everything that three tasks can do with it. */
#include "condition_subject.h"

static void two_operations_of_each_and_two_requests(void **state)
{
	search_finds_nothing(condition_subject(), "wnh", 2, 2, 1);
}

static void an_eighth_of_three_operations_of_each_and_one_request(void **state)
{
	search_finds_nothing(condition_subject(), "wnh", 3, 1, 8);
}

static void with_notices_for_all(void **state)
{
	search_finds_nothing(condition_subject(), "whb", 2, 2, 8);
}

static void up_to_eight_tasks_at_random(void **state)
{
	chance_finds_nothing(condition_subject(), "wnhb");
}

SEARCHES(T(two_operations_of_each_and_two_requests),
         T(an_eighth_of_three_operations_of_each_and_one_request),
         T(with_notices_for_all),
         T(up_to_eight_tasks_at_random))

/* Step 6.5: everything that three tasks can do with it. */
#include "barrier_subject.h"

static void two_operations_of_each_and_two_requests(void **state)
{
	search_finds_nothing(barrier_subject(), "wrb", 2, 2, 1);
}

static void a_quarter_of_three_operations_of_each_and_one_request(void **state)
{
	search_finds_nothing(barrier_subject(), "wrb", 3, 1, 4);
}

static void with_three_parties(void **state)
{
	barrier_parties = 3;
	search_finds_nothing(barrier_subject(), "wrb", 2, 2, 1);
}

static void two_parties_and_up_to_eight_tasks_at_random(void **state)
{
	chance_finds_nothing(barrier_subject(), "wwwwrba");
}

static void three_parties_and_up_to_eight_tasks_at_random(void **state)
{
	barrier_parties = 3;
	chance_finds_nothing(barrier_subject(), "wwwwwwrba");
}

SEARCHES(T(two_operations_of_each_and_two_requests),
         T(a_quarter_of_three_operations_of_each_and_one_request), T(with_three_parties),
         T(two_parties_and_up_to_eight_tasks_at_random),
         T(three_parties_and_up_to_eight_tasks_at_random))

/* Step 6.5.3: everything that three tasks can do with a barrier. */
#include "barrier_subject.h"

static void three_tasks_with_two_operations_each_and_two_cancellations(void **state)
{
	search_finds_nothing(barrier_subject(), "wrb", 2, 2, 1);
}

static void three_tasks_with_three_operations_each_and_one_cancellation(void **state)
{
	search_finds_nothing(barrier_subject(), "wrb", 3, 1, 4);
}

static void three_tasks_and_three_parties(void **state)
{
	barrier_parties = 3;
	search_finds_nothing(barrier_subject(), "wrb", 2, 2, 1);
}

static void two_parties_and_up_to_eight_tasks_with_random_operations(void **state)
{
	chance_finds_nothing(barrier_subject(), "wwwwrba");
}

static void three_parties_and_up_to_eight_tasks_with_random_operations(void **state)
{
	barrier_parties = 3;
	chance_finds_nothing(barrier_subject(), "wwwwwwrba");
}

SEARCHES(T(three_tasks_with_two_operations_each_and_two_cancellations),
         T(three_tasks_with_three_operations_each_and_one_cancellation),
         T(three_tasks_and_three_parties),
         T(two_parties_and_up_to_eight_tasks_with_random_operations),
         T(three_parties_and_up_to_eight_tasks_with_random_operations))

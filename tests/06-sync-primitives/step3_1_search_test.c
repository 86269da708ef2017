/* Step 6.3.1: everything that three tasks can do with a condition. */
#include "condition_subject.h"

static void three_tasks_with_two_operations_each_and_two_cancellations(void **state)
{
	search_finds_nothing(condition_subject(), "wnh", 2, 2, 1);
}

static void three_tasks_with_three_operations_each_and_one_cancellation(void **state)
{
	search_finds_nothing(condition_subject(), "wnh", 3, 1, 8);
}

static void three_tasks_that_also_notify_all(void **state)
{
	search_finds_nothing(condition_subject(), "whb", 2, 2, 8);
}

static void up_to_eight_tasks_with_random_operations(void **state)
{
	chance_finds_nothing(condition_subject(), "wnhb");
}

SEARCHES(T(three_tasks_with_two_operations_each_and_two_cancellations),
         T(three_tasks_with_three_operations_each_and_one_cancellation),
         T(three_tasks_that_also_notify_all), T(up_to_eight_tasks_with_random_operations))

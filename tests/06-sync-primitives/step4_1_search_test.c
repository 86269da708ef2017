/* Step 6.4.1: everything that three tasks can do with a semaphore. */
#include "semaphore_subject.h"

static void three_tasks_with_two_operations_each_and_two_cancellations(void **state)
{
	search_finds_nothing(semaphore_subject(), "arh", 2, 2, 1);
}

static void three_tasks_with_three_operations_each_and_one_cancellation(void **state)
{
	search_finds_nothing(semaphore_subject(), "arh", 3, 1, 4);
}

static void three_tasks_and_two_permits(void **state)
{
	semaphore_value = 2;
	search_finds_nothing(semaphore_subject(), "arh", 2, 2, 1);
}

static void up_to_eight_tasks_with_random_operations(void **state)
{
	chance_finds_nothing(semaphore_subject(), "arh");
}

SEARCHES(T(three_tasks_with_two_operations_each_and_two_cancellations),
         T(three_tasks_with_three_operations_each_and_one_cancellation),
         T(three_tasks_and_two_permits), T(up_to_eight_tasks_with_random_operations))

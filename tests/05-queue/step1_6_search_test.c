/* Rung 5.1.6: everything that three tasks can do with a queue that has an end. */
#include "queue_subject.h"

/* There may be two cancellations. */
static void three_tasks_lose_nothing_in_two_operations_each(void **state)
{
	search_finds_nothing(queue_subject(), "pgs", 2, 2, 1);
}

static void up_to_eight_tasks_at_random(void **state)
{
	chance_finds_nothing(queue_subject(), "pgpgjs");
}

static void up_to_eight_tasks_and_an_end_at_once(void **state)
{
	chance_finds_nothing(queue_subject(), "pgpgji");
}

SEARCHES(T(three_tasks_lose_nothing_in_two_operations_each),
         T(up_to_eight_tasks_at_random),
         T(up_to_eight_tasks_and_an_end_at_once))

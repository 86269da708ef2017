/* Rung 5.1.4: everything that three tasks can do with a queue. */
#include "queue_subject.h"

/* One of them may be cancelled. A quarter of all orders is tried. */
static void three_tasks_lose_nothing_in_three_operations_each(void **state)
{
	search_finds_nothing(queue_subject(), "pgj", 3, 1, 4);
}

SEARCHES(T(three_tasks_lose_nothing_in_three_operations_each))

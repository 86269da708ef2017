/* Rung 5.1.4: everything that three tasks can do with a queue. */
#include "queue_subject.h"

static void a_quarter_of_three_operations_of_each_and_one_request(void **state)
{
	search_finds_nothing(queue_subject(), "pgj", 3, 1, 4);
}

SEARCHES(T(a_quarter_of_three_operations_of_each_and_one_request))

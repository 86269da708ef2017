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

SEARCHES(T(two_operations_of_each_and_two_requests),
         T(a_quarter_of_three_operations_of_each_and_one_request), T(with_three_parties))

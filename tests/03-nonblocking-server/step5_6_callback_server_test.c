/* 3.5.6: the server without generators. */
#include "answers.h"

static void it_answers_in_upper_case(void **state)
{
	on_both_selectors(answers_in_upper_case, "callbacks");
}

static void it_serves_two_clients_in_turn(void **state)
{
	on_both_selectors(serves_two_in_turn, "callbacks");
}

static void it_ends_when_it_is_told_to(void **state)
{
	on_both_selectors(ends_with_status_0, "callbacks");
}

static void it_sleeps_when_there_is_nothing_to_do(void **state)
{
	on_both_selectors(sleeps_when_idle, "callbacks");
}

TESTS(T(it_answers_in_upper_case), T(it_serves_two_clients_in_turn),
      T(it_ends_when_it_is_told_to), T(it_sleeps_when_there_is_nothing_to_do))

/* 3.4.1: the server with a task for each client. */
#define MODE "tasks"
#include "answers.h"
#include "survives.h"

static void it_answers_in_upper_case(void **state)
{
	on_both_selectors(answers_in_upper_case, "tasks");
}

static void it_serves_two_clients_in_turn(void **state)
{
	on_both_selectors(serves_two_in_turn, "tasks");
}

static void it_sleeps_when_there_is_nothing_to_do(void **state)
{
	on_both_selectors(sleeps_when_idle, "tasks");
}

TESTS(T(it_answers_in_upper_case),
      T(it_serves_two_clients_in_turn),
      T(it_sleeps_when_there_is_nothing_to_do),
      T(a_client_that_says_no_more_still_gets_the_whole_answer),
      T(a_client_that_reads_nothing_fills_no_memory_and_gets_all_later))

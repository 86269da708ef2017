/* Step 3.1: even the busy server survives its clients, if not without being busy. */
#include "survival.h"

static void a_client_that_vanishes_half_way_through_a_line_harms_nobody(void **state)
{
	vanishes("busy", NULL);
}

static void a_client_that_resets_its_connection_harms_nobody(void **state)
{
	resets("busy", NULL);
}

static void who_says_no_more_still_gets_the_whole_answer(void **state)
{
	half_closes("busy", NULL);
}

static void who_reads_nothing_fills_no_memory_and_gets_everything_later(void **state)
{
	reads_nothing("busy", NULL);
}

static void hundreds_of_connections_are_served_at_once(void **state)
{
	many_at_once("busy", NULL);
}

static void when_descriptors_run_out_the_rest_wait_their_turn(void **state)
{
	descriptors_run_out("busy", NULL);
}

static void who_is_silent_for_too_long_is_disconnected(void **state)
{
	silent_and_talking("busy", NULL);
}

static void a_signal_ends_it_when_the_answers_it_owes_have_gone(void **state)
{
	ends_in_order("busy", NULL);
}

static void who_never_reads_does_not_keep_it_for_ever(void **state)
{
	ends_anyway("busy", NULL);
}

static void a_second_signal_ends_it_at_once(void **state)
{
	ends_at_once("busy", NULL);
}

TESTS(T(a_client_that_vanishes_half_way_through_a_line_harms_nobody),
      T(a_client_that_resets_its_connection_harms_nobody),
      T(who_says_no_more_still_gets_the_whole_answer),
      T(who_reads_nothing_fills_no_memory_and_gets_everything_later),
      T(hundreds_of_connections_are_served_at_once),
      T(when_descriptors_run_out_the_rest_wait_their_turn),
      T(who_is_silent_for_too_long_is_disconnected),
      T(a_signal_ends_it_when_the_answers_it_owes_have_gone),
      T(who_never_reads_does_not_keep_it_for_ever), T(a_second_signal_ends_it_at_once))

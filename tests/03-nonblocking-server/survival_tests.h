/* survival_tests.h - the list of what a server survives, for the MODE of whoever includes
 * it. On both selectors, but for the busy server, which has none. */
#ifndef SURVIVAL_TESTS_H
#define SURVIVAL_TESTS_H

#include "survival.h"

static void a_client_that_vanishes_half_way_through_a_line_harms_nobody(void **state)
{
	on_both_selectors(vanishes, MODE);
}

static void a_client_that_resets_its_connection_harms_nobody(void **state)
{
	on_both_selectors(resets, MODE);
}

static void who_says_no_more_still_gets_the_whole_answer(void **state)
{
	on_both_selectors(half_closes, MODE);
}

static void who_reads_nothing_fills_no_memory_and_gets_everything_later(void **state)
{
	on_both_selectors(reads_nothing, MODE);
}

static void hundreds_of_connections_are_served_at_once(void **state)
{
	on_both_selectors(many_at_once, MODE);
}

static void when_descriptors_run_out_the_rest_wait_their_turn(void **state)
{
	on_both_selectors(descriptors_run_out, MODE);
}

static void who_is_silent_for_too_long_is_disconnected(void **state)
{
	on_both_selectors(silent_and_talking, MODE);
}

static void a_signal_ends_it_when_the_answers_it_owes_have_gone(void **state)
{
	on_both_selectors(ends_in_order, MODE);
}

static void who_never_reads_does_not_keep_it_for_ever(void **state)
{
	on_both_selectors(ends_anyway, MODE);
}

static void a_second_signal_ends_it_at_once(void **state)
{
	on_both_selectors(ends_at_once, MODE);
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

#endif

/* Step 3.5: the server with callbacks survives the same. */
#include "survival.h"

static void a_client_that_vanishes_half_way_through_a_line_harms_nobody(void **state)
{
	on_both_selectors(vanishes, "callbacks");
}

static void a_client_that_resets_its_connection_harms_nobody(void **state)
{
	on_both_selectors(resets, "callbacks");
}

static void who_says_no_more_still_gets_the_whole_answer(void **state)
{
	on_both_selectors(half_closes, "callbacks");
}

static void who_reads_nothing_fills_no_memory_and_gets_everything_later(void **state)
{
	on_both_selectors(reads_nothing, "callbacks");
}

static void hundreds_of_connections_are_served_at_once(void **state)
{
	on_both_selectors(many_at_once, "callbacks");
}

static void when_descriptors_run_out_the_rest_wait_their_turn(void **state)
{
	on_both_selectors(descriptors_run_out, "callbacks");
}

static void who_is_silent_for_too_long_is_disconnected(void **state)
{
	on_both_selectors(silent_and_talking, "callbacks");
}

static void a_signal_ends_it_when_the_answers_it_owes_have_gone(void **state)
{
	on_both_selectors(ends_in_order, "callbacks");
}

static void who_never_reads_does_not_keep_it_for_ever(void **state)
{
	on_both_selectors(ends_anyway, "callbacks");
}

static void a_second_signal_ends_it_at_once(void **state)
{
	on_both_selectors(ends_at_once, "callbacks");
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

/* survives.h - tests of what a server survives, for the MODE of the file that includes
 * this. On both selectors, except for the busy server, which has none. */
#ifndef SURVIVES_H
#define SURVIVES_H

#include "survival.h"

static inline void
a_client_that_vanishes_half_way_through_a_line_harms_nobody(void **state)
{
	on_both_selectors(vanishes, MODE);
}

static inline void a_client_that_resets_its_connection_harms_nobody(void **state)
{
	on_both_selectors(resets, MODE);
}

static inline void a_client_that_says_no_more_still_gets_the_whole_answer(void **state)
{
	on_both_selectors(half_closes, MODE);
}

static inline void
a_client_that_reads_nothing_fills_no_memory_and_gets_all_later(void **state)
{
	on_both_selectors(reads_nothing, MODE);
}

static inline void hundreds_of_connections_are_served_at_once(void **state)
{
	on_both_selectors(many_at_once, MODE);
}

static inline void when_descriptors_run_out_the_rest_wait_their_turn(void **state)
{
	on_both_selectors(descriptors_run_out, MODE);
}

static inline void a_client_that_is_silent_for_too_long_is_disconnected(void **state)
{
	on_both_selectors(silent_and_talking, MODE);
}

static inline void a_signal_ends_it_when_the_answers_it_owes_have_gone(void **state)
{
	on_both_selectors(ends_in_order, MODE);
}

static inline void a_client_that_never_reads_does_not_keep_it_for_ever(void **state)
{
	on_both_selectors(ends_anyway, MODE);
}

static inline void a_second_signal_ends_it_at_once(void **state)
{
	on_both_selectors(ends_at_once, MODE);
}

#endif

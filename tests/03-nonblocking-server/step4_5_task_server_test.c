/* 3.4.5: the server with tasks ends in good order, whatever clients do. */
#define MODE "tasks"
#include "answers.h"
#include "survives.h"

static void it_ends_when_it_is_told_to(void **state)
{
	on_both_selectors(ends_with_status_0, "tasks");
}

TESTS(T(it_ends_when_it_is_told_to),
      T(a_client_that_vanishes_half_way_through_a_line_harms_nobody),
      T(a_client_that_resets_its_connection_harms_nobody),
      T(hundreds_of_connections_are_served_at_once),
      T(when_descriptors_run_out_the_rest_wait_their_turn),
      T(a_signal_ends_it_when_the_answers_it_owes_have_gone),
      T(a_client_that_never_reads_does_not_keep_it_for_ever),
      T(a_second_signal_ends_it_at_once))

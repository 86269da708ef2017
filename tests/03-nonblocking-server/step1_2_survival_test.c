/* 3.1.2: even the busy server survives its clients, but it is busy meanwhile. */
#define MODE "busy"
#include "survives.h"

TESTS(T(a_client_that_vanishes_half_way_through_a_line_harms_nobody),
      T(a_client_that_resets_its_connection_harms_nobody),
      T(a_client_that_says_no_more_still_gets_the_whole_answer),
      T(a_client_that_reads_nothing_fills_no_memory_and_gets_all_later),
      T(hundreds_of_connections_are_served_at_once),
      T(when_descriptors_run_out_the_rest_wait_their_turn),
      T(a_client_that_is_silent_for_too_long_is_disconnected),
      T(a_client_that_never_reads_does_not_keep_it_for_ever))

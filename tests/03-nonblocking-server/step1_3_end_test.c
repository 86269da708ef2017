/* 3.1.3: the busy server ends when the clients have the answers that they are owed. */
#define MODE "busy"
#include "survives.h"

TESTS(T(a_signal_ends_it_when_the_answers_it_owes_have_gone),
      T(a_second_signal_ends_it_at_once))

/* 3.4.2: a client that says nothing. */
#define MODE "tasks"
#include "survives.h"

TESTS(T(a_client_that_is_silent_for_too_long_is_disconnected))

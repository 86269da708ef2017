/* 3.4.4: a server without a pipe for its signals. The server with callbacks is set up by
 * the same function. */
#include "serving.h"

static void without_a_pipe_for_signals_it_does_not_listen(void **state)
{
	assert_needs_a_pipe("server --port 0 --mode tasks", 5);
	assert_needs_a_pipe("server --port 0 --mode callbacks", 5);
}

TESTS(T(without_a_pipe_for_signals_it_does_not_listen))

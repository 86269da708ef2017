/* Rung 5.3.9: the last answer of a web server in the loop of the test, and its end. */
#include "web_loop.h"

/* The client sees the end at once, and the server reads on for a second. */
ON_SERVER(after_the_last_answer_the_server_reads_for_a_second,
          "200@0.0 end@0.0 reads taken reads gone")
{
	if (!begins(10))
		return 0;
	says("GET / HTTP/1.0\r\n\r\n");
	trace_answer();
	trace_answer();
	for (int i = 0; i < 3; i++) {
		trace(list_empty(&http.connections) ? "gone" : "reads");
		if (i == 0)
			trace(writer_write(w, "more", 4) == 0 ? "taken" : "not taken");
		succeeds(asyncio_sleep(0.6));
	}
	ends();
	return 0;
}

static int stops(void *arg, void **result)
{
	http_stop(&http, server);
	trace("stopped@%.1f", loop_time(asyncio_get_running_loop()) - began);
	return 0;
}

/* Stops the server a second after the client has said that, and traces the answers that
 * come after that. */
static void stop_after(const char *request, int answers)
{
	if (!begins(10))
		return;
	says(request);
	succeeds(asyncio_sleep(1));
	Task *task = asyncio_create_task(stops, NULL);
	while (answers-- > 0)
		trace_answer();
	writer_free(w);
	succeeds(await(task, NULL));
}

ON_SERVER(an_idle_client_is_closed_when_the_server_ends, "200@1.0 stopped@1.0 end@1.0")
{
	stop_after(GET, 2);
	return 0;
}

ON_SERVER(an_answer_that_is_owed_is_given, "200@2.0 stopped@2.0")
{
	stop_after("GET /delay/2 HTTP/1.1\r\nHost: here\r\n\r\n", 1);
	return 0;
}

static void trace_connections(void)
{
	turns();
	trace(list_empty(&http.connections) ? "none" : "some");
}

ON_SERVER(an_answer_that_takes_too_long_is_not_waited_for, "stopped@3.0 end@3.0 none")
{
	stop_after("GET /delay/9 HTTP/1.1\r\nHost: here\r\n\r\n", 1);
	trace_connections();
	return 0;
}

ON_SERVER(a_client_that_takes_no_answers_is_not_waited_for, "stopped@2.0 none")
{
	if (!begins(10))
		return 0;
	stuffs();
	says("GET /delay/9 HTTP/1.1\r\nHost: here\r\n\r\n");
	turns();
	succeeds(stops(NULL, NULL));
	trace_connections();
	writer_free(w);
	return 0;
}

ON_SERVER(a_server_that_ends_accepts_nobody, "stopped@3.0 refused")
{
	StreamReader *other_r;
	StreamWriter *other_w;

	if (!begins(10))
		return 0;
	says("GET /delay/9 HTTP/1.1\r\nHost: here\r\n\r\n");
	succeeds(asyncio_sleep(1));
	int port = server->port;
	Task *task = asyncio_create_task(stops, NULL);
	turns();
	int error = asyncio_open_connection("127.0.0.1", port, &other_r, &other_w);
	succeeds(await(task, NULL));
	trace("%s", error == -ECONNREFUSED ? "refused" : wire_error(error));
	writer_free(other_w);
	writer_free(w);
	return 0;
}

TESTS(T(after_the_last_answer_the_server_reads_for_a_second),
      T(an_idle_client_is_closed_when_the_server_ends),
      T(an_answer_that_is_owed_is_given),
      T(an_answer_that_takes_too_long_is_not_waited_for),
      T(a_client_that_takes_no_answers_is_not_waited_for),
      T(a_server_that_ends_accepts_nobody))

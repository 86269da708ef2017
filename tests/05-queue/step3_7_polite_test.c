/* Rung 5.3.7: a web server in the loop of the test, and what it owes to its clients. */
#include "web_loop.h"

static void trace_line_of_answer(void)
{
	char line[256] = "";

	ignore_status(reader_readline(r, line, sizeof line));
	trace("%.3s", strlen(line) > 9 ? line + 9 : line);
}

/* ==== what the last answer says ==== */

/* The first line of the answer, and what it says of the connection. */
static void trace_farewell(void)
{
	char line[256];

	trace_line_of_answer();
	while (reader_readline(r, line, sizeof line) > 0) {
		if (strncmp(line, "Connection: ", 12) == 0)
			trace("%.*s", (int)strcspn(line + 12, "\r\n"), line + 12);
	}
}

ON_SERVER(the_answer_to_a_body_that_is_too_long_says_that_it_is_the_last, "413 close")
{
	if (!begins(10))
		return 0;
	says("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 65537\r\n\r\n");
	writer_write_eof(w);
	trace_farewell();
	ends();
	return 0;
}

/* ==== 100 Continue ==== */

static void trace_expecting(const char *request)
{
	if (!begins(10))
		return;
	says(request);
	writer_write_eof(w);
	trace_line_of_answer();
	ends();
}

ON_SERVER(a_client_that_has_no_body_is_not_told_to_continue, "405")
{
	trace_expecting("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n"
	                "Expect: 100-continue\r\n\r\n");
	return 0;
}

ON_SERVER(a_client_of_HTTP_1_0_is_not_told_to_continue, "405")
{
	trace_expecting("POST / HTTP/1.0\r\nContent-Length: 5\r\n"
	                "Expect: 100-continue\r\n\r\nhello");
	return 0;
}

/* ==== how a client ends ==== */

/* The writer is paused after the first answer, so the task waits in the drain. The
 * request that is in the reader's buffer by then is not answered any more. */
ON_SERVER(a_task_that_is_cancelled_in_the_drain_ends_at_once, "waits ends")
{
	if (!begins(10) || list_empty(&http.connections))
		return 0;
	the_connection()->writer->paused = true;
	says(GET "GET /delay/5 HTTP/1.1\r\nHost: here\r\n\r\n");
	turns();
	trace(list_empty(&the_connection()->writer->drainers) ? "does not wait"
	                                                      : "waits");
	task_cancel(the_connection()->task);
	turns();
	trace(list_empty(&http.connections) ? "ends" : "goes on");
	ends();
	return 0;
}

static int breaks_off(void *arg, void **result)
{
	char line[64] = "";

	if (!begins(10))
		return 0;
	says(GET "GET / HT");
	ignore_status(reader_readline(r, line, sizeof line));
	printf("%.12s\n", line);
	fflush(stdout);
	writer_abort(w);
	turns();
	server_free(server);
	return 0;
}

static void run_breaks_off(void)
{
	succeeds(asyncio_run(breaks_off, NULL, NULL));
}

static void how_a_client_ends_is_not_reported(void **state)
{
	assert_int_equal(run_child(run_breaks_off), 0);
	assert_text(program_output, "HTTP/1.1 200\n");
}

TESTS(T(the_answer_to_a_body_that_is_too_long_says_that_it_is_the_last),
      T(a_client_that_has_no_body_is_not_told_to_continue),
      T(a_client_of_HTTP_1_0_is_not_told_to_continue),
      T(a_task_that_is_cancelled_in_the_drain_ends_at_once),
      T(how_a_client_ends_is_not_reported))

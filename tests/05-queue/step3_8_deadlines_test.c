/* Rung 5.3.8: the deadlines of a web server in the loop of the test, on the virtual
 * clock. */
#include "web_loop.h"

ON_SERVER(a_request_that_does_not_come_is_told_408, "408@10.0 end@10.0")
{
	if (!begins(10))
		return 0;
	trace_answer();
	trace_answer();
	ends();
	return 0;
}

ON_SERVER(the_time_of_a_request_begins_with_the_last_answer, "200@3.0 200@8.0 end@18.0")
{
	if (!begins(10))
		return 0;
	succeeds(asyncio_sleep(3));
	says(GET);
	trace_answer();
	succeeds(asyncio_sleep(5));
	says(GET);
	trace_answer();
	trace_answer();
	ends();
	return 0;
}

ON_SERVER(a_request_that_has_begun_is_told_408, "200@3.0 408@13.0")
{
	if (!begins(10))
		return 0;
	succeeds(asyncio_sleep(3));
	says(GET);
	trace_answer();
	succeeds(asyncio_sleep(5));
	says("GE");
	trace_answer();
	ends();
	return 0;
}

/* Its first line has been read, so the reader's buffer is empty. */
ON_SERVER(a_request_whose_first_line_has_come_is_told_408, "200@3.0 408@13.0")
{
	if (!begins(10))
		return 0;
	succeeds(asyncio_sleep(3));
	says(GET);
	trace_answer();
	says("GET / HTTP/1.1\r\n");
	trace_answer();
	ends();
	return 0;
}

ON_SERVER(when_a_connection_has_ended_its_alarm_is_not_set, "set 200@0.0 no timers")
{
	if (!begins(10))
		return 0;
	trace(the_connection()->alarm.leave != NULL ? "set" : "not set");
	says("GET / HTTP/1.0\r\n\r\n");
	trace_answer();
	writer_free(w);
	succeeds(asyncio_sleep(3));
	const Loop *loop = asyncio_get_running_loop();
	bool none = loop->n_timers == 0 && list_empty(&loop->soonest);
	trace(none ? "no timers" : "a timer is left");
	server_free(server);
	return 0;
}

ON_SERVER(an_answer_may_take_longer_than_the_time_of_a_client, "200@5.0 end@7.0")
{
	if (!begins(2))
		return 0;
	says("GET /delay/5 HTTP/1.1\r\nHost: here\r\n\r\n");
	trace_answer();
	trace_answer();
	ends();
	return 0;
}

static void cancels_it_too(void *unused)
{
	trace("expired:%d", the_connection()->expired);
	task_cancel(the_connection()->task);
}

ON_SERVER(a_task_that_is_cancelled_when_it_expires_is_cancelled, "expired:1 end@10.0")
{
	Handle handle = HANDLE(cancels_it_too, NULL);

	if (!begins(10))
		return 0;
	loop_call_at(asyncio_get_running_loop(), began + 10, &handle);
	trace_answer();
	ends();
	return 0;
}

ON_SERVER(a_client_that_takes_no_answers_is_cut_off_at_its_deadline, "cut off")
{
	if (!begins(10))
		return 0;
	transport_set_write_buffer_limits(the_connection()->writer->transport, 0, 0);
	stuffs();
	succeeds(asyncio_sleep(10.5));
	trace(list_empty(&server->connections) ? "cut off" : "is waited for");
	ends();
	return 0;
}

/* After the last answer there is a second in which the server reads; then it closes, and
 * has as long as for a request to send what the client does not take. */
ON_SERVER(a_client_that_does_not_take_the_last_answer_is_cut_off,
          "is waited for, cut off")
{
	if (!begins(10))
		return 0;
	stuffs();
	says("GET / HTTP/1.0\r\n\r\n");
	succeeds(asyncio_sleep(9));
	trace(list_empty(&server->connections) ? "cut off," : "is waited for,");
	succeeds(asyncio_sleep(4));
	trace(list_empty(&server->connections) ? "cut off" : "is waited for");
	ends();
	return 0;
}

TESTS(T(a_request_that_does_not_come_is_told_408),
      T(the_time_of_a_request_begins_with_the_last_answer),
      T(a_request_that_has_begun_is_told_408),
      T(a_request_whose_first_line_has_come_is_told_408),
      T(when_a_connection_has_ended_its_alarm_is_not_set),
      T(an_answer_may_take_longer_than_the_time_of_a_client),
      T(a_task_that_is_cancelled_when_it_expires_is_cancelled),
      T(a_client_that_takes_no_answers_is_cut_off_at_its_deadline),
      T(a_client_that_does_not_take_the_last_answer_is_cut_off))

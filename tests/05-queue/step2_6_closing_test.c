/* Rung 5.2.6: the loop is closed while a task reads. */
#include "wire.h"

static StreamReader *left_reader;
static StreamWriter *left_writer;

static int is_left(void *arg, void **result)
{
	trace_line();
	trace_line();
	trace_status(writer_write(writer, "x", 1));
	trace_status(writer_drain(writer));
	writer_free(writer);
	return 0;
}

static int leaves(void *arg, void **result)
{
	succeeds(asyncio_open_connection_sock(*(int *)arg, &reader, &writer));
	left_reader = reader;
	left_writer = writer;
	if (reader != NULL)
		task_detach(asyncio_create_task(is_left, NULL));
	turns();
	return 0;
}

static void a_closed_loop_ends_all_waits(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	int pair[2];

	assert_non_null(loop);
	open_pair(pair);
	Task *task = loop_create_task(loop, leaves, &pair[0]);
	assert_non_null(task);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	loop_free(loop);
	assert_trace("ECANCELED ECANCELED ECONNRESET ECONNRESET");
	assert_int_equal(fcntl(pair[0], F_GETFD), -1);
	close(pair[1]);
}

TESTS(T(a_closed_loop_ends_all_waits))

/* Step 5.5: streams to a host that has a name. */
#include "wire.h"

static int says_hello(StreamReader *r, StreamWriter *w, void *arg)
{
	return writer_write(w, "hello\n", 6);
}

static int finds_by_name(void *arg, void **result)
{
	StreamReader *r = NULL;
	StreamWriter *w = NULL;
	Server *server = NULL;
	char line[16] = "";

	int error = asyncio_start_server(says_hello, NULL, "localhost", 0, &server);
	trace_status(error);
	if (server == NULL)
		return 0;
	trace_status(asyncio_open_connection("localhost", server->port, &r, &w));
	if (w != NULL) {
		trace_status(reader_readline(r, line, sizeof line));
		trace("%.5s", line);
	}
	writer_free(w);
	server_free(server);
	return 0;
}

static void a_name_is_looked_up(void **state)
{
	assert_int_equal(asyncio_run(finds_by_name, NULL, NULL), 0);
	assert_trace("0 0 6 hello");
}

static int opens(void *arg, void **result)
{
	StreamReader *r;
	StreamWriter *w;

	return asyncio_open_connection("localhost", 1, &r, &w);
}

static int calls_it_off(void *arg, void **result)
{
	Task *task = asyncio_create_task(opens, NULL);

	asyncio_sleep(0);
	task_cancel(task);
	trace_status(await(task, NULL));
	return 0;
}

static void a_look_up_may_be_called_off(void **state)
{
	assert_int_equal(asyncio_run(calls_it_off, NULL, NULL), 0);
	assert_trace("ECANCELED");
}

TESTS(T(a_name_is_looked_up), T(a_look_up_may_be_called_off))

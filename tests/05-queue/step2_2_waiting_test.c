/* Step 5.2: who waits for a stream: one at a time, called off, paused, and told of
 * errors. */
#include "wire.h"

/* ==== the socket is paused ==== */

enum { LIMIT = 1000 };

/* How much of a flood is taken while nobody reads. */
static size_t flood(void)
{
	size_t taken = 0, more;

	do {
		more = stuff(4096);
		taken += more;
		turns();
	} while (more > 0 && taken < 100 * 1000 * 1000);
	return taken;
}

ON_WIRE(a_flood_is_stopped_and_goes_on_when_the_buffer_is_read,
        "stopped more stopped all")
{
	char data[1000];
	size_t taken, n = 0;

	reader->limit = LIMIT;
	taken = flood();
	trace("%s", taken < 10 * 1000 * 1000 ? "stopped" : "not stopped");
	while (n < taken) {
		ssize_t got = reader_read(reader, data, sizeof data);
		if (got <= 0)
			return -EIO;
		n += (size_t)got;
	}
	turns();
	size_t more = flood();
	trace("%s", more > 0 ? "more" : "no more");
	trace("%s", more < 10 * 1000 * 1000 ? "stopped" : "not stopped");
	hang_up();
	taken += more;
	for (ssize_t got = 1; got > 0; n += (size_t)got)
		got = reader_read(reader, data, sizeof data);
	trace("%s", n == taken ? "all" : "not all");
	return 0;
}

static int floods(void *arg, void **result)
{
	size_t n = 0;

	for (int i = 0; i < 100000 && n < 1000 * 1000; i++) {
		n += stuff(1000 * 1000 - n);
		succeeds(asyncio_sleep(0));
	}
	hang_up();
	return 0;
}

ON_WIRE(who_waits_for_more_than_the_limits_gets_it, "all 0")
{
	static char data[1000 * 1000];

	reader->limit = 4;
	task_detach(asyncio_create_task(floods, NULL));
	ssize_t got = reader_readexactly(reader, data, sizeof data);
	trace("%s", got == sizeof data ? "all" : "not all");
	trace_status(reader_read(reader, data, sizeof data));
	return 0;
}

ON_WIRE(what_the_program_has_paused_itself_is_not_resumed_by_a_read, "3 0 1")
{
	char data[3];

	turns();
	stuff(3);
	turns();
	transport_pause_reading(writer->transport);
	trace_status(reader_readexactly(reader, data, sizeof data));
	stuff(1);
	turns();
	trace_status((ssize_t)reader->buffer.size);
	transport_resume_reading(writer->transport);
	trace_status(reader_read(reader, data, sizeof data));
	return 0;
}

ON_WIRE(readuntil_on_a_paused_stream_resumes_it, "EMSGSIZE 100003")
{
	static char data[100010];

	reader->limit = 4;
	stuff(10000);
	turns();
	trace_until("\r\n");
	reader->limit = 200000;
	stuff(90000);
	tell_later("!\r\n");
	trace_status(reader_readuntil(reader, "\r\n", data, sizeof data));
	return 0;
}

ON_WIRE(with_more_than_twice_the_limit_it_stops, "8 9 9")
{
	reader->limit = 4;
	tell("12345678");
	turns();
	trace("%zu", reader->buffer.size);
	for (int i = 0; i < 2; i++) {
		tell("9");
		turns();
		trace("%zu", reader->buffer.size);
	}
	return 0;
}

/* ==== one at a time ==== */

static int reads(void *arg, void **result)
{
	trace_read(60);
	return 0;
}

ON_WIRE(a_second_reader_is_refused, "EBUSY EBUSY EBUSY '' EBUSY EINVAL first 0")
{
	Task *first = asyncio_create_task(reads, NULL);

	turns();
	trace_read(60);
	trace_line();
	trace_exactly(5);
	trace_until(";");
	trace_until("");
	tell("first");
	succeeds(await(first, NULL));
	hang_up();
	trace_read(60);
	return 0;
}

static int reads_exactly(void *arg, void **result)
{
	char data[6];

	ssize_t got = reader_readexactly(reader, data, sizeof data);
	trace_status(got);
	return got < 0 ? (int)got : 0;
}

ON_WIRE(a_cancelled_reader_loses_nothing, "ECANCELED abcde")
{
	Task *task = asyncio_create_task(reads_exactly, NULL);

	tell_later("abc|de");
	turns();
	turns();
	turns();
	task_cancel(task);
	ignore_status(await(task, NULL));
	trace_read(60);
	return 0;
}

ON_WIRE(nor_does_one_that_was_woken_in_the_same_pass, "ECANCELED abcdef")
{
	for (int i = 0; i < 5; i++) {
		Task *task = asyncio_create_task(reads_exactly, NULL);
		turns();
		tell("abcdef");
		for (int passes = 0; passes < i; passes++)
			succeeds(asyncio_sleep(0));
		if (!task_cancel(task) || await(task, NULL) == 0)
			continue;
		trace_read(60);
		return 0;
	}
	return 0;
}

static int reads_until(void *arg, void **result)
{
	char data[20];
	ssize_t got = reader_readuntil(reader, "--", data, sizeof data);

	trace_status(got);
	return 0;
}

ON_WIRE(a_reader_that_comes_first_may_take_what_another_was_woken_for, "abc--de 4")
{
	Task *task = asyncio_create_task(reads_until, NULL);

	tell("abc");
	turns();
	tell("--de");
	while (reader->buffer.size < 7)
		succeeds(asyncio_sleep(0));
	if (!future_done(task))
		trace_read(60);
	tell("fg--");
	succeeds(await(task, NULL));
	return 0;
}

/* ==== errors ==== */

/* They go while something of ours is unread: that is a reset. */
static void reset(void)
{
	succeeds(writer_write(writer, "unread", 6));
	hang_up();
}

ON_WIRE(an_error_wakes_who_reads_and_comes_again, "ECONNRESET ECONNRESET ECONNRESET ''")
{
	Task *task = asyncio_create_task(reads, NULL);

	turns();
	reset();
	succeeds(await(task, NULL));
	trace_line();
	trace_exactly(1);
	return 0;
}

static int reads_four(void *arg, void **result)
{
	trace_exactly(4);
	return 0;
}

/* He had them before it was lost. */
ON_WIRE(who_was_woken_by_bytes_gets_them_even_so, "4 'abcd' ECONNRESET ''")
{
	Stream *stream = container_of(reader, Stream, reader);
	Transport *transport = writer->transport;
	Task *task = asyncio_create_task(reads_four, NULL);

	turns();
	stream->protocol.data_received(&stream->protocol, "abcd", 4);
	stream->protocol.connection_lost(&stream->protocol, -ECONNRESET);
	writer->transport = transport; /* which has yet to end */
	succeeds(await(task, NULL));
	trace_exactly(1);
	return 0;
}

ON_WIRE(an_error_comes_before_what_was_not_read, "ECONNRESET ECONNRESET 0")
{
	tell("too late");
	turns();
	reset();
	turns();
	trace_read(60);
	trace_read(60);
	trace("%d", reader_at_eof(reader));
	return 0;
}

static int frees(void *arg, void **result)
{
	turns();
	writer_free(writer);
	return 0;
}

/* Who reads is woken, but it is our turn. */
static int frees_when_some_has_come(void *arg, void **result)
{
	turns();
	tell("half a line");
	while (reader->buffer.size == 0)
		succeeds(asyncio_sleep(0));
	writer_free(writer);
	return 0;
}

static int frees_when_it_has_ended(void *arg, void **result)
{
	turns();
	writer_close(writer);
	succeeds(asyncio_sleep(0));
	writer_free(writer);
	return 0;
}

static int frees_what_is_read(void *arg, void **result)
{
	CoroutineFn *const *fn = arg;
	int pair[2];

	open_pair(pair);
	theirs = pair[1];
	succeeds(asyncio_open_connection_sock(pair[0], &reader, &writer));
	task_detach(asyncio_create_task(*fn, NULL));
	trace_line();
	return 0;
}

ON_WIRE(who_waits_while_it_is_freed_is_told, "EBADF EBADF EBADF")
{
	static CoroutineFn *ways[] = { frees, frees_when_some_has_come,
		                       frees_when_it_has_ended };
	StreamReader *ours = reader;
	StreamWriter *our_writer = writer;

	hang_up();
	for (int i = 0; i < 3; i++) {
		succeeds(await(asyncio_create_task(frees_what_is_read, &ways[i]), NULL));
		hang_up();
	}
	reader = ours;
	writer = our_writer;
	return 0;
}

/* ==== what cannot be waited for ==== */

static void reading_needs_a_task(void **state)
{
	StreamReader *r = NULL;
	StreamWriter *w = NULL;
	int pair[2];

	open_pair(pair);
	assert_int_equal(asyncio_open_connection_sock(pair[0], &r, &w), -EPERM);
	assert_null(r);
	assert_int_equal(fcntl(pair[0], F_GETFD), -1);
	close(pair[1]);
}

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

TESTS(T(a_flood_is_stopped_and_goes_on_when_the_buffer_is_read),
      T(who_waits_for_more_than_the_limits_gets_it),
      T(what_the_program_has_paused_itself_is_not_resumed_by_a_read),
      T(readuntil_on_a_paused_stream_resumes_it),
      T(with_more_than_twice_the_limit_it_stops), T(a_second_reader_is_refused),
      T(a_cancelled_reader_loses_nothing),
      T(nor_does_one_that_was_woken_in_the_same_pass),
      T(a_reader_that_comes_first_may_take_what_another_was_woken_for),
      T(an_error_wakes_who_reads_and_comes_again),
      T(who_was_woken_by_bytes_gets_them_even_so),
      T(an_error_comes_before_what_was_not_read), T(who_waits_while_it_is_freed_is_told),
      T(reading_needs_a_task), T(a_closed_loop_ends_all_waits))

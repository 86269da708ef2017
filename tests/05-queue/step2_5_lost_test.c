/* Rung 5.2.5: a connection is lost, or its stream is freed, while tasks wait. */
#include "wire.h"

static int reads(void *arg, void **result)
{
	trace_read(60);
	return 0;
}

/* Closes the other end while something of ours is unread: that is a reset. */
static void reset(void)
{
	succeeds(writer_write(writer, "unread", 6));
	hang_up();
}

ON_WIRE(an_error_wakes_the_reader_and_comes_again, "ECONNRESET ECONNRESET ECONNRESET ''")
{
	Task *task = asyncio_create_task(reads, NULL);

	turns();
	reset();
	succeeds(await(task, NULL));
	trace_line();
	trace_exactly(1);
	return 0;
}

/* Awaits the task. If nothing wakes it, it is cancelled after a second. */
static void finish(Task *task)
{
	int error = asyncio_wait_for(task, 1, NULL);

	if (error < 0)
		trace("not woken: %s", wire_error(error));
}

static int reads_four(void *arg, void **result)
{
	trace_exactly(4);
	return 0;
}

static int reads_one(void *arg, void **result)
{
	trace_exactly(1);
	return 0;
}

/* The bytes came before the connection was lost. */
ON_WIRE(a_reader_that_bytes_have_woken_gets_them, "4 'abcd' ECONNRESET ''")
{
	Stream *stream = container_of(reader, Stream, reader);
	Transport *transport = writer->transport;
	Task *task = asyncio_create_task(reads_four, NULL);

	turns();
	stream->protocol.data_received(&stream->protocol, "abcd", 4);
	stream->protocol.connection_lost(&stream->protocol, -ECONNRESET);
	writer->transport = transport; /* which has yet to end */
	finish(task);
	finish(asyncio_create_task(reads_one, NULL));
	return 0;
}

/* No memory has room for so many bytes. The transport is aborted, and so it ends without
 * an error of its own. */
ON_WIRE(a_reader_fails_when_there_is_no_memory_for_what_has_come, "ENOMEM '' ENOMEM ''")
{
	Stream *stream = container_of(reader, Stream, reader);
	Task *task = asyncio_create_task(reads_four, NULL);

	turns();
	stream->protocol.data_received(&stream->protocol, "and more", SIZE_MAX);
	finish(task);
	finish(asyncio_create_task(reads_one, NULL));
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

/* The reader has been woken, but this task runs before it. */
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

ON_WIRE(a_reader_whose_stream_is_freed_fails, "EBADF EBADF EBADF")
{
	static CoroutineFn *ways[] = { frees, frees_when_some_has_come,
		                       frees_when_it_has_ended };
	StreamReader *ours = reader;
	StreamWriter *our_writer = writer;

	hang_up();
	for (int i = 0; i < 3; i++) {
		finish(asyncio_create_task(frees_what_is_read, &ways[i]));
		hang_up();
	}
	reader = ours;
	writer = our_writer;
	return 0;
}

static int fills_and_drains(void *arg, void **result)
{
	int pair[2];

	open_pair(pair);
	theirs = pair[1];
	succeeds(asyncio_open_connection_sock(pair[0], &reader, &writer));
	fill();
	trace("%s", wire_error(writer_drain(writer)));
	return 0;
}

/* The task that drains has been woken, but this one runs before it. */
ON_WIRE(a_drain_whose_stream_is_freed_fails, "EBADF")
{
	StreamReader *ours = reader;
	StreamWriter *our_writer = writer;

	hang_up();
	Task *task = asyncio_create_task(fills_and_drains, NULL);
	turns();
	for (int i = 0; i < 1000 && writer->paused; i++) {
		empty();
		succeeds(asyncio_sleep(0));
	}
	writer_free(writer);
	succeeds(await(task, NULL));
	reader = ours;
	writer = our_writer;
	return 0;
}

TESTS(T(an_error_wakes_the_reader_and_comes_again),
      T(a_reader_that_bytes_have_woken_gets_them),
      T(a_reader_fails_when_there_is_no_memory_for_what_has_come),
      T(an_error_comes_before_what_was_not_read),
      T(a_reader_whose_stream_is_freed_fails), T(a_drain_whose_stream_is_freed_fails))

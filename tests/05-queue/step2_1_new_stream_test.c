/* Rung 5.2.1: a socket gets a stream, which keeps what comes. Nothing reads yet. */
#include "wire.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

ON_WIRE(a_stream_keeps_what_comes, "0 5 hello")
{
	trace("%zu", reader->buffer.size);
	tell("hello");
	turns();
	trace("%zu", reader->buffer.size);
	if (reader->buffer.size == 5)
		trace("%.5s", reader->buffer.memory + reader->buffer.begin);
	return 0;
}

ON_WIRE(a_stream_notes_the_end, "0 1 4")
{
	trace("%d", reader->eof);
	tell("last");
	hang_up();
	turns();
	trace("%d", reader->eof);
	trace("%zu", reader->buffer.size);
	return 0;
}

ON_WIRE(with_more_than_twice_the_limit_it_stops, "buffered: 8 9 9")
{
	reader->limit = 4;
	tell("12345678");
	turns();
	trace("buffered: %zu", reader->buffer.size);
	for (int i = 0; i < 2; i++) {
		tell("9");
		turns();
		trace("%zu", reader->buffer.size);
	}
	return 0;
}

/* No memory has room for so many bytes. */
ON_WIRE(without_memory_for_what_has_come_a_stream_is_aborted, "ENOMEM aborted 5")
{
	Stream *stream = container_of(reader, Stream, reader);

	tell("hello");
	turns();
	stream->protocol.data_received(&stream->protocol, "and more", SIZE_MAX);
	trace_status(writer->error);
	trace("%s", transport_is_closing(writer->transport) ? "aborted" : "open");
	trace("%zu", reader->buffer.size);
	return 0;
}

ON_WIRE(small_pieces_are_sent_at_once, "sent at once")
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	int listener = socket(AF_INET, SOCK_STREAM, 0), on = 0;
	int fd = unblocked(socket(AF_INET, SOCK_STREAM, 0));
	socklen_t size = sizeof address, on_size = sizeof on;
	StreamReader *r = NULL;
	StreamWriter *w = NULL;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(listener, (struct sockaddr *)&address, size);
	listen(listener, 1);
	getsockname(listener, (struct sockaddr *)&address, &size);
	ignore_status(connect(fd, (struct sockaddr *)&address, size));
	succeeds(asyncio_open_connection_sock(fd, &r, &w));
	getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, &on_size);
	trace("%s", on != 0 ? "sent at once" : "?");
	writer_free(w);
	close(listener);
	return 0;
}

static void a_stream_needs_a_loop(void **state)
{
	StreamReader *r = NULL;
	StreamWriter *w = NULL;
	int pair[2];

	open_pair(pair);
	assert_int_equal(asyncio_open_connection_sock(pair[0], &r, &w), -EPERM);
	assert_null(r);
	bool is_closed = fcntl(pair[0], F_GETFD) == -1;
	assert_true(is_closed);
	close(pair[1]);
}

static int opens_on_a_closed_loop(void *arg, void **result)
{
	int pair[2];

	ignore_status(future_wait(arg));
	open_pair(pair);
	trace_status(asyncio_open_connection_sock(pair[0], &reader, &writer));
	trace("%d", reader == NULL && fcntl(pair[0], F_GETFD) == -1);
	close(pair[1]);
	writer_free(writer);
	return 0;
}

static void a_closed_loop_opens_nothing(void **state)
{
	Loop *loop = asyncio_new_event_loop();

	assert_non_null(loop);
	Future *never = loop_create_future(loop);
	Handle end = HANDLE(stop, loop);
	task_detach(loop_create_task(loop, opens_on_a_closed_loop, never));
	loop_call_later(loop, 0, &end);
	succeeds(loop_run_forever(loop));
	loop_free(loop);
	future_unref(never);
	assert_trace("ESHUTDOWN 1");
}

TESTS(T(a_stream_keeps_what_comes), T(a_stream_notes_the_end),
      T(with_more_than_twice_the_limit_it_stops), T(small_pieces_are_sent_at_once),
      T(without_memory_for_what_has_come_a_stream_is_aborted),
      T(a_stream_needs_a_loop),
      T(a_closed_loop_opens_nothing))

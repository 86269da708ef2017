/* scenarios_transports.c - a connection with callbacks, which talks to itself: chapter
 * 3. */
#include "scenario.h"

#include <signal.h>
#include <sys/socket.h>

typedef struct End {
	Protocol protocol;
	Transport *transport; /* until it is lost */
	size_t received, expected;
	bool pauses, made, lost;
	int error;
} End;

static End *end_of(Protocol *protocol)
{
	return container_of(protocol, End, protocol);
}

static void made(Protocol *protocol, Transport *transport)
{
	end_of(protocol)->made = true;
}

static void received(Protocol *protocol, const void *data, size_t n)
{
	End *end = end_of(protocol);

	for (size_t i = 0; i < n; i++)
		require(((const char *)data)[i] == (char)(end->received + i));
	end->received += n;
	if (end->pauses) {
		transport_pause_reading(end->transport);
		transport_resume_reading(end->transport);
	}
}

static void lost(Protocol *protocol, int error)
{
	End *end = end_of(protocol);

	require(!end->lost);
	end->lost = true;
	end->error = error;
	end->transport = NULL;
}

/* Two ends of one connection, each with a transport. */
typedef struct Line {
	Loop *loop;
	End ends[2];
} Line;

static int line_open(Line *line)
{
	int fds[2];

	errno = 0;
	*line = (Line){ .loop = asyncio_new_event_loop() };
	if (line->loop == NULL)
		return errno == 0 ? -ENOMEM : -errno;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) < 0)
		return -errno;
	for (int i = 0; i < 2; i++) {
		End *end = &line->ends[i];
		end->protocol = (Protocol){ .connection_made = made,
			                    .data_received = received,
			                    .connection_lost = lost };
		end->transport = transport_new(line->loop, fds[i], &end->protocol);
	}
	return line->ends[0].transport == NULL || line->ends[1].transport == NULL
	               ? -ENOMEM
	               : 0;
}

/* Closes what is left, and waits until both are lost. The first error there was. */
static int line_close(Line *line, int error)
{
	for (int i = 0; i < 2; i++) {
		if (line->ends[i].transport != NULL)
			transport_close(line->ends[i].transport);
	}
	int status = line->loop == NULL ? 0 : loop_run_forever(line->loop);
	for (int i = 0; i < 2; i++) {
		require(line->ends[i].transport == NULL);
		say(i == 0 ? "one end" : "the other end", line->ends[i].error);
		if (error == 0)
			error = line->ends[i].error;
	}
	if (line->loop != NULL)
		loop_free(line->loop);
	printf("%zu received\n", line->ends[1].received);
	return error < 0 ? error : status;
}

enum { MUCH = 700000 }; /* bytes: more than the system takes at once */

static int write_much(End *end)
{
	static char data[MUCH];

	for (size_t i = 0; i < MUCH; i++)
		data[i] = (char)i;
	for (size_t at = 0; at < MUCH; at += 100000)
		TRY(transport_write(end->transport, data + at, 100000));
	return 0;
}

SCENARIO(transport_new, "")
{
	Line line;
	int error = line_open(&line);

	return line_close(&line, error);
}

/* A write that fails has taken nothing, and what has been taken comes whole. */
SCENARIO(transport_write, "transport_close transport_set_write_buffer_limits "
                          "transport_get_write_buffer_size")
{
	Line line;
	int error = line_open(&line);

	if (error == 0) {
		transport_set_write_buffer_limits(line.ends[0].transport, 1000, 100);
		error = write_much(&line.ends[0]);
		printf("waits: %d\n",
		       transport_get_write_buffer_size(line.ends[0].transport) > 0);
	}
	if (error == 0)
		transport_close(line.ends[0].transport);
	for (int i = 0; error == 0 && i < 10000 && !line.ends[1].lost; i++) {
		loop_stop(line.loop); /* one pass */
		error = loop_run_forever(line.loop);
	}
	return line_close(&line, error);
}

SCENARIO(transport_write_eof, "transport_pause_reading transport_resume_reading")
{
	Line line;
	int error = line_open(&line);

	line.ends[1].pauses = true;
	if (error == 0)
		error = transport_write(line.ends[0].transport, "\0\1\2", 3);
	if (error == 0)
		error = transport_write_eof(line.ends[0].transport);
	for (int i = 0; error == 0 && i < 10; i++) {
		loop_stop(line.loop);
		error = loop_run_forever(line.loop);
	}
	return line_close(&line, error);
}

SCENARIO(transport_abort, "transport_is_closing")
{
	Line line;
	int error = line_open(&line);

	if (error == 0)
		error = write_much(&line.ends[0]);
	if (line.ends[0].transport != NULL) {
		transport_abort(line.ends[0].transport);
		require(transport_is_closing(line.ends[0].transport));
	}
	int status = line_close(&line, error);
	return error == 0 && status == -ECONNRESET ? 0 : status;
}

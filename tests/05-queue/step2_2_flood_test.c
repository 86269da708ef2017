/* Rung 5.2.2: a socket is not read while its buffer is full. */
#include "wire.h"

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

ON_WIRE(a_task_that_waits_for_more_than_the_limit_gets_it, "all 0")
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

TESTS(T(a_flood_is_stopped_and_goes_on_when_the_buffer_is_read),
      T(a_task_that_waits_for_more_than_the_limit_gets_it),
      T(what_the_program_has_paused_itself_is_not_resumed_by_a_read))

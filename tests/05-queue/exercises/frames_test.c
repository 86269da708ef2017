/* Exercise frames: see 05-queue/exercises/frames.c. */
#include "frames.h"
#include "machines/descriptors.h"
#include "runners.h"
#include "testing.h"

#include <errno.h>
#include <string.h>

static StreamReader *reader, *their_reader;
static StreamWriter *writer, *their_writer;

static void open_both(void)
{
	int ends[2] = { -1, -1 };

	succeeds(io_socketpair(ends));
	succeeds(asyncio_open_connection_sock(ends[0], &reader, &writer));
	succeeds(asyncio_open_connection_sock(ends[1], &their_reader, &their_writer));
}

static int free_both(void)
{
	writer_free(writer);
	writer_free(their_writer);
	return 0;
}

/* Reads a message, for which there are eight bytes, and records what became of it. */
static void read_one(void)
{
	char data[9] = "";
	size_t n = 0;
	int status = frame_read(reader, data, 8, &n);

	if (status == 1)
		trace("%zu:%s", n, data);
	else if (status == -EMSGSIZE)
		trace("EMSGSIZE:%zu", n);
	else
		trace("%s", status == 0 ? "end" : status_name(status));
}

static int sends_three(void *arg, void **result)
{
	open_both();
	succeeds(frame_write(their_writer, "one", 3));
	succeeds(frame_write(their_writer, "", 0));
	succeeds(frame_write(their_writer, "two\nbyte", 8));
	writer_close(their_writer);
	for (int i = 0; i < 4; i++)
		read_one();
	return free_both();
}

static void messages_come_as_they_were_sent_until_the_end(void **state)
{
	assert_int_equal(asyncio_run(sends_three, NULL, NULL), 0);
	assert_trace("3:one 0: 8:two\nbyte end");
}

static int writes_one(void *arg, void **result)
{
	unsigned char bytes[304] = "";

	open_both();
	succeeds(frame_write(writer, bytes, 300));
	writer_close(writer);
	ssize_t n = reader_readexactly(their_reader, bytes, sizeof bytes);
	trace("%zd: %d %d %d %d", n, bytes[0], bytes[1], bytes[2], bytes[3]);
	return free_both();
}

static void the_length_has_four_bytes_the_most_significant_first(void **state)
{
	assert_int_equal(asyncio_run(writes_one, NULL, NULL), 0);
	assert_trace("304: 0 0 1 44");
}

static int sends_200_bytes(void *arg, void **result)
{
	char bytes[200] = "";
	size_t n = 0;

	open_both();
	succeeds(frame_write(their_writer, bytes, sizeof bytes));
	writer_close(their_writer);
	int status = frame_read(reader, bytes, sizeof bytes, &n);
	trace("%s n=%zu", status == 1 ? "read" : status_name(status), n);
	return free_both();
}

static void a_byte_of_the_length_may_be_greater_than_127(void **state)
{
	assert_int_equal(asyncio_run(sends_200_bytes, NULL, NULL), 0);
	assert_trace("read n=200");
}

/* The writer is closed first, so that a frame_write which cuts the length off to four
 * bytes fails, and does not read behind the end of its data. */
static int sends_too_much(void *arg, void **result)
{
	size_t n = (size_t)UINT32_MAX + 1;

	open_both();
	succeeds(frame_write(their_writer, "one", 3));
	writer_close(their_writer);
	if (n > 0) /* a size_t may have four bytes itself */
		trace("%s", status_name(frame_write(their_writer, "", n)));
	else
		trace("EMSGSIZE");
	read_one();
	read_one();
	return free_both();
}

static void a_length_of_more_than_four_bytes_is_refused_at_once(void **state)
{
	assert_int_equal(asyncio_run(sends_too_much, NULL, NULL), 0);
	assert_trace("EMSGSIZE 3:one end");
}

static char much[1000000];

static int writes_much(void *arg, void **result)
{
	int error = frame_write(their_writer, much, sizeof much);

	trace("%s at %g", error < 0 ? status_name(error) : "written",
	      loop_time(asyncio_get_running_loop()));
	return error;
}

static int reads_late(void *arg, void **result)
{
	static char data[sizeof much];
	size_t n = 0;

	open_both();
	Task *task = asyncio_create_task(writes_much, NULL);
	succeeds(asyncio_sleep(3));
	int status = frame_read(reader, data, sizeof data, &n);
	ignore_status(await(task, NULL));
	trace("%s n=%zu", status == 1 ? "read" : status_name(status), n);
	return free_both();
}

static void it_waits_until_the_peer_reads(void **state)
{
	assert_int_equal(asyncio_run(reads_late, NULL, NULL), 0);
	assert_trace("written at 3 read n=1000000");
}

static int speaks_in_pieces(void *arg, void **result)
{
	static const char bytes[] = "\0\0\0\3abc\0\0\0\2de";
	int error = 0;

	for (size_t i = 0; i < sizeof bytes - 1 && error == 0; i++) {
		error = writer_write(their_writer, &bytes[i], 1);
		if (error == 0)
			error = asyncio_sleep(1);
	}
	writer_close(their_writer);
	return error;
}

static int hears_pieces(void *arg, void **result)
{
	open_both();
	Task *task = asyncio_create_task(speaks_in_pieces, NULL);
	for (int i = 0; i < 3; i++)
		read_one();
	succeeds(await(task, NULL));
	return free_both();
}

static void they_may_come_byte_by_byte(void **state)
{
	assert_int_equal(asyncio_run(hears_pieces, NULL, NULL), 0);
	assert_trace("3:abc 2:de end");
}

static int reads_what_is_too_long(void *arg, void **result)
{
	static char bytes[200000];

	open_both();
	succeeds(writer_write(their_writer, "\0\0\0\11too long!", 13));
	succeeds(writer_write(their_writer, "\0\3\15\100", 4));
	succeeds(writer_write(their_writer, bytes, sizeof bytes));
	succeeds(writer_write(their_writer, "\0\0\0\4next", 8));
	writer_close(their_writer);
	for (int i = 0; i < 4; i++)
		read_one();
	return free_both();
}

static void what_is_too_long_is_skipped(void **state)
{
	assert_int_equal(asyncio_run(reads_what_is_too_long, NULL, NULL), 0);
	assert_trace("EMSGSIZE:9 EMSGSIZE:200000 4:next end");
}

static int ends_in_the_middle(void *bytes, void **result)
{
	open_both();
	succeeds(writer_write(their_writer, bytes, 6));
	writer_close(their_writer);
	for (int i = 0; i < 2; i++)
		read_one();
	return free_both();
}

static int ends_after_the_length(void *arg, void **result)
{
	open_both();
	succeeds(writer_write(their_writer, "\0\0\0\5", 4));
	writer_close(their_writer);
	read_one();
	return free_both();
}

static void an_end_right_after_the_length_is_an_error(void **state)
{
	assert_int_equal(asyncio_run(ends_after_the_length, NULL, NULL), 0);
	assert_trace("ENODATA");
}

static void an_end_in_the_middle_is_an_error(void **state)
{
	assert_int_equal(asyncio_run(ends_in_the_middle, "\0\0\0\5ab", NULL), 0);
	assert_int_equal(asyncio_run(ends_in_the_middle, "\0\0\0\1a\0", NULL), 0);
	assert_trace("ENODATA end 1:a ENODATA");
}

TESTS(T(messages_come_as_they_were_sent_until_the_end),
      T(the_length_has_four_bytes_the_most_significant_first),
      T(they_may_come_byte_by_byte), T(what_is_too_long_is_skipped),
      T(a_byte_of_the_length_may_be_greater_than_127),
      T(a_length_of_more_than_four_bytes_is_refused_at_once),
      T(it_waits_until_the_peer_reads), T(an_end_in_the_middle_is_an_error),
      T(an_end_right_after_the_length_is_an_error))

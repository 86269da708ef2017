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

static void an_end_in_the_middle_is_an_error(void **state)
{
	assert_int_equal(asyncio_run(ends_in_the_middle, "\0\0\0\5ab", NULL), 0);
	assert_int_equal(asyncio_run(ends_in_the_middle, "\0\0\0\1a\0", NULL), 0);
	assert_trace("ENODATA end 1:a ENODATA");
}

TESTS(T(messages_come_as_they_were_sent_until_the_end),
      T(the_length_has_four_bytes_the_most_significant_first),
      T(they_may_come_byte_by_byte), T(what_is_too_long_is_skipped),
      T(an_end_in_the_middle_is_an_error))

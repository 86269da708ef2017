/* wire.h - a stream at one end of a pair of sockets; the other end ("theirs") is read and
 * written by hand. */
#ifndef WIRE_H
#define WIRE_H

#include "../03-nonblocking-server/both.h"
#include "runners.h"
#include "sockets.h"
#include "streams.h"
#include "tasks.h"
#include "timeouts.h"

static StreamReader *reader;
static StreamWriter *writer;
static int theirs;
static CoroutineFn *talk;

static inline const char *wire_error(ssize_t status)
{
	return error_name((int)status);
}

/* How many bytes, or which error. */
static inline void trace_status(ssize_t status)
{
	if (status < 0)
		trace("%s", wire_error(status));
	else
		trace("%zd", status);
}

/* Lets the others run for a few passes: what is on its way arrives. */
static inline void turns(void)
{
	for (int i = 0; i < 5; i++)
		ignore_status(asyncio_sleep(0));
}

static inline int wire_run(void *arg, void **result)
{
	int fd = *(int *)arg;

	reader = NULL;
	writer = NULL;
	int error = asyncio_open_connection_sock(fd, &reader, &writer);
	if (error < 0 || reader == NULL || writer == NULL) {
		trace("no stream: %s", wire_error(error));
		return error;
	}
	error = talk(NULL, NULL);
	writer_free(writer);
	return error;
}

/* Runs body with reader, writer and theirs; then the stream is freed. A body may close
 * theirs. */
static inline void wire(Loop *loop, CoroutineFn *body)
{
	int pair[2];

	assert_int_equal(unblocked_pair(SOCK_STREAM, pair), 0);
	theirs = pair[1];
	talk = body;
	Task *task = loop_create_task(loop, wire_run, &pair[0]);
	assert_non_null(task);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	if (theirs >= 0)
		close(theirs);
}

/* Pipes and sockets that block are rung 3.5.7, which may be skipped: the climb of the
 * main path does without. */
static inline bool has_pipes(void)
{
	return getenv("TESTS_MAIN") == NULL;
}

/* A test whose coroutine follows: run(loop, it), and what it traces, on both. Where it is
 * not possible it is skipped. */
#define ON_BOTH_IF(possible, run, name, expected)         \
	static int name##_talk(void *arg, void **result); \
	static void name##_body(Loop *loop)               \
	{                                                 \
		run(loop, name##_talk);                   \
		assert_traced(expected);                  \
	}                                                 \
	static void name(void **state)                    \
	{                                                 \
		if (!(possible))                          \
			skip_because("rung 3.5.7");       \
		setenv("ASYNCIO_CLOCK", "virtual", 1);    \
		on_both(name##_body);                     \
	}                                                 \
	static int name##_talk(void *arg, void **result)
#define ON_BOTH(run, name, expected) ON_BOTH_IF(true, run, name, expected)
#define ON_WIRE(name, expected) ON_BOTH(wire, name, expected)

/* By hand, at the other end. */
static inline void tell(const char *text)
{
	if (write(theirs, text, strlen(text)) != (ssize_t)strlen(text))
		trace("not taken: %s", text);
}

static inline void hang_up(void)
{
	close(theirs);
	theirs = -1;
}

/* A task that writes the text at the other end, in parts that end at each '|', and lets
 * others run between them. At a '$' the other end is closed. */
static inline int tells(void *arg, void **result)
{
	const char *text = arg;

	while (*text != '\0') {
		size_t n = strcspn(text, "|$");
		succeeds(asyncio_sleep(0));
		if (n > 0 && write(theirs, text, n) != (ssize_t)n)
			trace("not taken");
		text += n;
		if (*text == '$')
			hang_up();
		if (*text != '\0')
			text++;
		turns();
	}
	return 0;
}

static inline void tell_later(const char *text)
{
	task_detach(asyncio_create_task(tells, (void *)(uintptr_t)text));
}

/* As many bytes as can be written to theirs; all there is room for. */
static inline size_t stuff(size_t most)
{
	static char bytes[4096];
	size_t n = 0;
	ssize_t more = 1;

	for (; n < most && more > 0; n += more > 0 ? (size_t)more : 0)
		more = write(theirs, bytes, most - n < 4096 ? most - n : 4096);
	return n;
}

/* What each kind of reading brings. */
static inline void trace_read(size_t n)
{
	char data[64] = "";
	ssize_t got = reader_read(reader, data, n);

	if (got > 0)
		trace("%.*s", (int)got, data);
	else
		trace_status(got);
}

static inline void trace_line(void)
{
	char line[64] = "";
	ssize_t got = reader_readline(reader, line, sizeof line);

	if (got > 0)
		trace("%.*s%s", (int)strcspn(line, "\n"), line,
		      line[got - 1] == '\n' ? "/" : "");
	else
		trace_status(got);
}

static inline void trace_exactly(size_t n)
{
	char data[64] = "";
	ssize_t got = reader_readexactly(reader, data, n);

	trace_status(got);
	trace("'%.*s'", (int)(got > 0 ? (size_t)got : reader->partial), data);
}

static inline void trace_until(const char *separator)
{
	char data[64] = "";
	ssize_t got = reader_readuntil(reader, separator, data, sizeof data);

	trace_status(got);
	if (got > 0 || got == -ENODATA)
		trace("'%s'", data);
}

/* Reads what has come at the other end; how much. */
static inline size_t empty(void)
{
	static char bytes[65536];
	size_t n = 0;
	ssize_t more = 1;

	for (int i = 0; i < 1000 && more > 0; i++, n += more > 0 ? (size_t)more : 0)
		more = read(theirs, bytes, sizeof bytes);
	return n;
}

/* Writes until more waits to be sent than the transport wants. */
static inline void fill(void)
{
	static char bytes[65536];

	for (int i = 0; i < 1000 && !writer->paused; i++)
		succeeds(writer_write(writer, bytes, sizeof bytes));
}

static inline void empty_all(void)
{
	for (int i = 0; i < 50; i++) {
		empty();
		turns();
	}
}

#endif

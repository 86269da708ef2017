/* flood.h - a client that sends and does not read; and servers that are told to end. */
#ifndef FLOOD_H
#define FLOOD_H

#include "clients.h"

enum { MB = 1024 * 1024, PERIOD = 26, CHUNK = PERIOD * 2048 };

static inline size_t flood_size(void)
{
	return (size_t)(getenv("LONG") == NULL ? 100 : 200) * MB;
}

/* Sends the alphabet again and again, after the first sent bytes of it, until nothing
 * more is taken for so long, as it is on an idle machine. Returns how much was sent,
 * with those. */
static inline size_t flood_on(int fd, size_t sent, int ms)
{
	static char chunk[CHUNK];
	struct pollfd ready = { .fd = fd, .events = POLLOUT };
	size_t size = flood_size();

	for (int i = 0; i < CHUNK; i++)
		chunk[i] = (char)('a' + i % PERIOD);
	ms = (int)(ms * machine_slowness());
	while (sent < size && poll(&ready, 1, ms) == 1) {
		size_t begin = sent % PERIOD;
		ssize_t n = send(fd, chunk + begin, CHUNK - begin,
		                 MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno != EAGAIN)
			break;
		sent += n < 0 ? 0 : (size_t)n;
	}
	return sent;
}

static inline size_t flood(int fd, int ms)
{
	return flood_on(fd, 0, ms);
}

/* Reads at most so much of the answer to a flood; returns how much was right, and says
 * what was not. */
static inline size_t drain(int fd, size_t size)
{
	static char chunk[CHUNK];
	size_t right = 0;
	ssize_t n = 1;

	while (right < size && n > 0) {
		if (!comes_in_time(fd)) {
			printf("of an answer of %zu bytes only %zu have come in time\n",
			       size, right);
			return right;
		}
		n = recv(fd, chunk, size - right < CHUNK ? size - right : CHUNK, 0);
		for (ssize_t i = 0; i < n; i++, right++) {
			if (chunk[i] != (char)('A' + right % PERIOD)) {
				printf("an answer is wrong from byte %zu on\n", right);
				return right;
			}
		}
	}
	if (right < size)
		printf("an answer of %zu bytes ends after %zu\n", size, right);
	return right;
}

/* ==== The end ==== */

/* A server with a connection that has got its answer, and one that reads none. */
typedef struct Ending {
	Serving serving;
	int idle, owed;
	size_t sent;
} Ending;

/* A server that has had no processor takes nothing more, either. So its other connection
 * is answered before each look. And TCP may wait for one of its timers, which are up to
 * 200 ms, so the looks take three times as long: after twenty passes without a byte the
 * server has stopped reading, because it owes an answer. */
static inline size_t flood_until_owed(const Ending *ending)
{
	size_t sent = flood(ending->owed, 100);

	for (int passes = 0; passes < 20; passes++) {
		assert_string_equal(ask(ending->idle, "thank you\n"), "THANK YOU\n");
		size_t now = flood_on(ending->owed, sent, 30);
		passes = now > sent ? 0 : passes;
		sent = now;
	}
	return sent;
}

static inline Ending ending_begin(const char *mode, const char *selector)
{
	Ending ending = { .serving = serving_start(mode, selector, NULL) };

	ending.idle = serving_connect(&ending.serving);
	/* A busy machine could not answer megabytes in the two seconds of the end. */
	ending.owed = serving_connect_narrowly(&ending.serving);
	ending.sent = flood_until_owed(&ending);
	assert_compared(ending.sent, >, 0);
	return ending;
}

/* The server waits two seconds for the connection that it owes an answer to. The idle
 * one is closed before: an end that comes only with the end of those two seconds would
 * cut off the answer, too. */
static inline void ends_in_order(const char *mode, const char *selector)
{
	const int signals[] = { SIGINT, SIGTERM };
	Ending endings[2];

	for (int i = 0; i < 2; i++)
		endings[i] = ending_begin(mode, selector);
	for (int i = 0; i < 2; i++)
		kill(endings[i].serving.pid, signals[i]);
	for (int i = 0; i < 2; i++)
		assert_true(is_at_its_end(endings[i].idle));
	pause_ms(100);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(drain(endings[i].owed, endings[i].sent),
		                 endings[i].sent);
		assert_true(is_at_its_end(endings[i].owed));
	}
	for (int i = 0; i < 2; i++)
		assert_int_equal(serving_wait(&endings[i].serving), 0);
}

/* Since then no more time has passed than an end takes that waits for nobody, or would
 * have on an idle machine. */
static inline bool is_soon(long begin)
{
	return idle_ms(now_ms() - begin) < 1000;
}

/* One that never reads does not keep the server for ever; and a server without
 * connections waits for nothing: it ends first. */
static inline void ends_anyway(const char *mode, const char *selector)
{
	Serving alone = serving_start(mode, selector, NULL);
	Ending ending = ending_begin(mode, selector);

	long begin = now_ms();
	kill(ending.serving.pid, SIGTERM);
	assert_int_equal(serving_stop(&alone, SIGTERM), 0);
	assert_true(serving_runs(&ending.serving) || is_soon(begin));
	assert_int_equal(serving_wait(&ending.serving), 0);
}

/* Of two servers that wait for a connection, the one that gets a second signal ends
 * first, although its first one came later. Returns false if TCP has taken all that a
 * server owed after all, so that the first signal has ended it. */
static inline bool one_ends_at_once(const char *mode, const char *selector)
{
	Ending ending = ending_begin(mode, selector);
	Ending other = ending_begin(mode, selector);

	kill(other.serving.pid, SIGTERM);
	pause_ms(600);
	kill(ending.serving.pid, SIGTERM);
	pause_ms(200);
	bool both = serving_runs(&ending.serving) && serving_runs(&other.serving);
	long begin = now_ms();
	if (both) {
		assert_int_equal(serving_stop(&ending.serving, SIGINT), 0);
		assert_true(serving_runs(&other.serving) || is_soon(begin));
	} else {
		assert_int_equal(serving_wait(&ending.serving), 0);
	}
	assert_int_equal(serving_wait(&other.serving), 0);
	return both;
}

static inline void ends_at_once(const char *mode, const char *selector)
{
	int attempts = 1;

	while (!one_ends_at_once(mode, selector))
		assert_compared(++attempts, <=, 5);
}

#endif

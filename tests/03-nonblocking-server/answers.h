/* answers.h - what every server does, whatever its mode. */
#ifndef ANSWERS_H
#define ANSWERS_H

#include "clients.h"

static inline void answers_in_upper_case(const char *mode, const char *selector)
{
	Serving serving = serving_start(mode, selector, NULL);
	int fd = serving_connect(&serving);

	assert_string_equal(ask(fd, "hello, world 123\n"), "HELLO, WORLD 123\n");
	assert_string_equal(ask(fd, "az{`@AZ[\n"), "AZ{`@AZ[\n");
	assert_string_equal(ask(fd, "no newline"), "NO NEWLINE");
	assert_string_equal(ask(fd, "caf\xc3\xa9\n"), "CAF\xc3\xa9\n");
	close(fd);
	serving_stop(&serving, SIGKILL);
}

/* Neither has to wait until the other has gone. */
static inline void serves_two_in_turn(const char *mode, const char *selector)
{
	Serving serving = serving_start(mode, selector, NULL);
	int a = serving_connect(&serving), b = serving_connect(&serving);

	assert_string_equal(ask(b, "b comes first\n"), "B COMES FIRST\n");
	assert_string_equal(ask(a, "a\n"), "A\n");
	assert_string_equal(ask(b, "b again\n"), "B AGAIN\n");
	close(a);
	assert_string_equal(ask(b, "b alone\n"), "B ALONE\n");
	close(b);
	assert_serves(&serving);
	serving_stop(&serving, SIGKILL);
}

static inline void ends_with_status_0(const char *mode, const char *selector)
{
	Serving serving = serving_start(mode, selector, NULL);

	assert_serves(&serving);
	assert_int_equal(serving_stop(&serving, SIGTERM), 0);
}

/* Nobody says anything: it uses no CPU time. */
static inline void sleeps_when_idle(const char *mode, const char *selector)
{
	Serving serving = serving_start(mode, selector, NULL);
	int fd = serving_connect(&serving);

	assert_string_equal(ask(fd, "good night\n"), "GOOD NIGHT\n");
	long before = serving_cpu_ms(&serving);
	pause_ms(300);
	assert_below(serving_cpu_ms(&serving) - before, slowness() * 50);
	assert_string_equal(ask(fd, "good morning\n"), "GOOD MORNING\n");
	serving_stop(&serving, SIGKILL);
}

#endif

/* Rung 5.3.9: the last answer of a web server arrives, and the server ends. */
#include "web.h"

#define HOST "Host: here\r\n"
#define GET "GET / HTTP/1.1\r\n" HOST "\r\n"

enum { TOO_MUCH = 1000 * 1000 };

/* The server ends its half, and reads what comes too late. If it closed its socket while
 * that has bytes which were not read, the client would find its connection reset. */
static void a_client_that_sends_too_much_still_gets_the_last_answer(void **state)
{
	static char more[TOO_MUCH];
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);
	char byte;

	/* The server is stopped meanwhile, so that it finds more than it reads. */
	kill(serving.pid, SIGSTOP);
	say(fd, "GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
	while (send(fd, more, TOO_MUCH, MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
		;
	kill(serving.pid, SIGCONT);
	assert_page(fd);
	assert_true(comes_in_time(fd));
	assert_int_equal(recv(fd, &byte, 1, 0), 0);
	serving_stop(&serving, SIGKILL);
}

static void it_ends_and_a_client_that_waits_for_an_answer_gets_it(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	int idle = serving_connect(&serving), slow = serving_connect(&serving);

	/* When the second request is answered the server has read the first one. */
	say(slow, "GET /delay/0.8 HTTP/1.1\r\nHost: here\r\n\r\n" GET);
	say(idle, GET);
	assert_page(idle);
	pause_ms(100);
	kill(serving.pid, SIGTERM);
	assert_true(is_at_its_end(idle));
	assert_true(is_silent(slow) || machine_slowness() > 2); /* or we come late */
	assert_int_equal(hear_status(slow), 200);
	assert_page(slow);
	assert_non_null(strstr(answer, "Connection: close\r\n"));
	assert_true(is_at_its_end(slow));
	assert_int_equal(serving_wait(&serving), 0);
}

/* The server is stopped meanwhile, so that both are there when it looks. */
static void two_signals_at_once_end_it_at_once(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);

	say(fd, "GET /delay/0.8 HTTP/1.1\r\nHost: here\r\n\r\n");
	pause_ms(100);
	kill(serving.pid, SIGSTOP);
	kill(serving.pid, SIGINT);
	kill(serving.pid, SIGTERM);
	kill(serving.pid, SIGCONT);
	assert_int_equal(serving_wait(&serving), 0);
	assert_int_equal(hear_status(fd), 0);
	assert_true(is_at_its_end(fd));
	close(fd);
}

TESTS(T(a_client_that_sends_too_much_still_gets_the_last_answer),
      T(it_ends_and_a_client_that_waits_for_an_answer_gets_it),
      T(two_signals_at_once_end_it_at_once))

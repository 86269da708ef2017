/* Rung 5.3.8: a web server, and clients that are too slow for it. */
#include "web.h"

#define HOST "Host: here\r\n"
#define GET "GET / HTTP/1.1\r\n" HOST "\r\n"

#define LENGTH(n) "POST / HTTP/1.1\r\n" HOST "Content-Length:" n "\r\n\r\n"

static void a_client_that_sends_too_little_is_told_408(void **state)
{
	Serving serving = serving_start("", NULL, "--timeout 1");
	int silent = serving_connect(&serving), slow = serving_connect(&serving),
	    idle = serving_connect(&serving), body = serving_connect(&serving),
	    delayed = serving_connect(&serving);
	long begin = now_ms();

	say(delayed, "GET /delay/2 HTTP/1.1\r\n" HOST "\r\n");
	say(body, LENGTH(" 100") "ten bytes.");
	say(idle, GET);
	assert_page(idle);
	for (int i = 0; i < 15; i++) {
		say_bytes(slow, &"GET / HTTP/1.1\r"[i], 1);
		pause_ms(60);
	}
	assert_int_equal(hear_status(slow), 408);
	assert_int_equal(hear_status(silent), 408);
	assert_int_equal(hear_status(body), 408);
	assert_compared(now_ms() - begin, >=, 950);
	assert_below(idle_ms(now_ms() - begin), slowness() * 1900);
	assert_int_equal(hear_status(delayed), 200); /* the server is slow, not it */
	assert_serves_pages(&serving);
	serving_stop(&serving, SIGKILL);
}

/* The server gives each request its time: here 1 second, and 3 requests take longer. */
static void each_request_has_its_own_time(void **state)
{
	Serving serving = serving_start("", NULL, "--timeout 1");
	int fd = serving_connect(&serving);
	char byte;

	for (int i = 0; i < 4; i++) {
		long begin = now_ms();
		say(fd, GET);
		assert_page(fd);
		pause_ms(400);
		if (now_ms() - begin > 800) { /* this machine is too slow for it */
			serving_stop(&serving, SIGKILL);
			skip_because("this machine is too slow for it");
		}
	}
	assert_true(comes_in_time(fd));
	assert_int_equal(recv(fd, &byte, 1, 0), 0);
	serving_stop(&serving, SIGKILL);
}

/* It would take a word of ours for the answer to its next request. */
static void an_idle_client_is_closed_without_a_word(void **state)
{
	Serving serving = serving_start("", NULL, "--timeout 1");
	int idle = serving_connect(&serving), begun = serving_connect(&serving);
	char byte;

	say(idle, GET);
	say(begun, GET "GE");
	assert_page(idle);
	assert_page(begun);
	assert_true(comes_in_time(idle));
	assert_int_equal(recv(idle, &byte, 1, 0), 0);
	assert_int_equal(hear_status(begun), 408);
	serving_stop(&serving, SIGKILL);
}

static void a_client_that_takes_no_answers_is_cut_off(void **state)
{
	static char requests[1000 * sizeof GET];
	Serving serving = serving_start("", NULL, "--timeout 1");
	int fd = serving_connect(&serving);
	Patience patience = patience_of(END_SECONDS);
	ssize_t n = 1;

	for (int i = 0; i < 1000; i++)
		strcpy(requests + i * strlen(GET), GET);
	while (n > 0 && patience_lasts(&patience)) {
		n = send(fd, requests, strlen(requests), MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno == EAGAIN)
			pause_ms((int)(n = 10));
	}
	assert_compared(n, <, 0); /* it has closed the connection */
	assert_below(serving_rss_kb(&serving), served_under_something() ? 1000000 : 8000);
	assert_serves_pages(&serving);
	serving_stop(&serving, SIGKILL);
}

TESTS(T(a_client_that_sends_too_little_is_told_408), T(each_request_has_its_own_time),
      T(an_idle_client_is_closed_without_a_word),
      T(a_client_that_takes_no_answers_is_cut_off))

/* Rung 5.3.7: a web server, and clients that are polite to it. */
#include "web.h"

#define GET "GET / HTTP/1.1\r\nHost: here\r\n\r\n"

static void it_serves_a_page(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);

	say(fd, GET);
	assert_page(fd);
	assert_non_null(strstr(answer, "\r\nContent-Type: text/html\r\n"));
	assert_non_null(strstr(answer, "\r\nContent-Length: 102\r\n"));
	close(fd);
	assert_int_equal(serving_stop(&serving, SIGTERM), 0);
}

/* RFC 9110, 6.6.1: always in Greenwich, always in English. */
static void every_answer_has_its_date(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);
	time_t before = time(NULL);
	struct tm parts = { 0 };
	char *end = NULL;

	for (int i = 0; i < 2; i++) {
		say(fd, i == 0 ? GET : "GET /nowhere HTTP/1.1\r\nHost: here\r\n\r\n");
		assert_int_equal(hear_status(fd), i == 0 ? 200 : 404);
		const char *date = strstr(answer, "\r\nDate: ");
		assert_non_null(date);
		end = strptime(date + strlen("\r\nDate: "), "%a, %d %b %Y %T GMT",
		               &parts);
		assert_non_null(end);
		assert_int_equal(strncmp(end, "\r\n", 2), 0);
		assert_in_range(timegm(&parts), before, time(NULL));
	}
	close(fd);
	assert_int_equal(serving_stop(&serving, SIGTERM), 0);
}

static void the_answer_to_HEAD_has_no_body(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);

	say(fd, "HEAD / HTTP/1.1\r\nHost: here\r\n\r\n");
	assert_non_null(strstr(hear_answer(fd, false), "\r\nContent-Length: 102\r\n"));
	say(fd, GET);
	assert_page(fd);
	close(fd);
	assert_int_equal(serving_stop(&serving, SIGINT), 0);
}

static void a_delay_is_as_long_as_it_says_and_others_are_served(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	int slow = serving_connect(&serving), fast = serving_connect(&serving);
	long begin = now_ms();

	say(slow, "GET /delay/0.8 HTTP/1.1\r\nHost: here\r\n\r\n");
	say(fast, GET);
	assert_page(fast);
	assert_true(is_silent(slow));
	assert_int_equal(hear_status(slow), 200);
	assert_compared(now_ms() - begin, >=, 800);
	assert_non_null(strstr(answer, "{\"path\": \"/delay/0.8\", \"delay\": 0.8}\n"));
	serving_stop(&serving, SIGKILL);
}

/* Longer than any path that there is. */
#define LONG_NUMBER "/delay/0.0000000000000000000000000000000000000000000000000000000"

static void what_is_not_there_is_not_found(void **state)
{
	const char *paths[] = { "/x",          "/delay/",      "/delay/x",   "/delay/1x",
		                "/delay/-1",   "/delay",       "/delay/inf", "/delay/1e1",
		                "/delay/0x1",  "/delay/1/",    "//",         "/..",
		                "/index.html", LONG_NUMBER "x" };
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);
	char request[150];

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: here\r\n\r\n",
		         paths[i]);
		say(fd, request);
		assert_int_equal(hear_status(fd), 404);
	}
	say(fd, GET);
	assert_page(fd);
	serving_stop(&serving, SIGKILL);
}

static void other_methods_are_refused_and_their_bodies_skipped(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);

	say(fd, "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nhello" GET);
	assert_int_equal(hear_status(fd), 405);
	assert_non_null(strstr(answer, "\r\nAllow: GET, HEAD\r\n"));
	assert_page(fd);
	say(fd, "DELETE / HTTP/1.1\r\nHost: here\r\n\r\n");
	assert_int_equal(hear_status(fd), 405);
	say(fd, "OPTIONS * HTTP/1.1\r\nHost: here\r\n\r\n");
	assert_int_equal(hear_status(fd), 405);
	say(fd, "GETS / HTTP/1.1\r\nHost: here\r\n\r\n");
	assert_int_equal(hear_status(fd), 405);
	serving_stop(&serving, SIGKILL);
}

static void a_request_may_be_written_in_many_ways(void **state)
{
	const char *requests[] = {
		"GET / HTTP/1.1\nHost: here\n\n",
		"\r\nGET / HTTP/1.1\r\nHost: here\r\n\r\n",
		"GET / HTTP/1.2\r\nHost: here\r\n\r\n",
		"GET / HTTP/1.1\r\nhOsT:here\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: \t here \t \r\nX-Empty:\r\n\r\n",
		"GET /?a=b&c=%20 HTTP/1.1\r\nHost: here\r\n\r\n",
		"GET http://here/ HTTP/1.1\r\nHost: here\r\n\r\n",
		"GET HTTP://here:80/?x HTTP/1.1\r\nHost: here\r\n\r\n",
		"GET http://here HTTP/1.1\r\nHost: here\r\n\r\n",
		"GET http://here?x=/y HTTP/1.1\r\nHost: here\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: [2001:db8::192.0.2.1]\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: 127.0.0.1:65535\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: he%20re.example_1~:\r\n\r\n",
		"GET http://[::1]:8080/ HTTP/1.1\r\nHost: here\r\n\r\n",
		"GET /?q=1;2,@!$&'()*+:~ HTTP/1.1\r\nHost: here\r\n\r\n",
		"GET / HTTP/1.1\r\nHost:\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\nabc",
		"GET / HTTP/1.1\r\nHost: here\r\nConnection: upgrade, closed\r\n\r\n",
	};
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);

	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
		say(fd, requests[i]);
		assert_page(fd);
	}
	serving_stop(&serving, SIGKILL);
}

static void a_connection_is_kept_or_closed_as_it_says(void **state)
{
	const char *closed[] = {
		"GET / HTTP/1.0\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: here\r\nConnection: x,CLOSE , y\r\n\r\n",
		"GET / HTTP/1.0\r\nConnection: close\r\n\r\n",
		"GET / HTTP/1.0\r\nConnection: close, keep-alive\r\n\r\n",
	};
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);

	for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
		assert_int_equal(last_status(&serving, closed[i], strlen(closed[i])),
		                 200);
		assert_non_null(strstr(answer, "\r\nConnection: close\r\n"));
	}
	say(fd, "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
	assert_page(fd);
	assert_non_null(strstr(answer, "\r\nConnection: keep-alive\r\n"));
	say(fd, GET);
	assert_page(fd);
	serving_stop(&serving, SIGKILL);
}

static void a_client_that_expects_100_is_told_to_continue(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);

	say(fd, "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n"
	        "Expect: 100-Continue\r\n\r\n");
	hear_answer(fd, false);
	assert_text(answer, "HTTP/1.1 100 Continue\r\n\r\n");
	say(fd, "hello" GET);
	assert_int_equal(hear_status(fd), 405);
	assert_page(fd);
	say(fd, "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 65537\r\n"
	        "Expect: 100-continue\r\n\r\n");
	assert_int_equal(hear_status(fd), 413);
	serving_stop(&serving, SIGKILL);
}

enum { PIPELINED = 100 };

static void a_hundred_requests_in_one_packet(void **state)
{
	static char requests[PIPELINED * 64];
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);

	for (int i = 0; i < PIPELINED; i++)
		strcat(requests,
		       i % 10 == 9 ? "GET /x HTTP/1.1\r\nHost: here\r\n\r\n" : GET);
	say(fd, requests);
	for (int i = 0; i < PIPELINED; i++)
		assert_int_equal(hear_status(fd), i % 10 == 9 ? 404 : 200);
	serving_stop(&serving, SIGKILL);
}

static void requests_byte_by_byte(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);

	for (int i = 0; i < 5; i++) {
		for (const char *c = GET; *c != '\0'; c++) {
			say_bytes(fd, c, 1);
			pause_ms(1);
		}
		assert_page(fd);
	}
	serving_stop(&serving, SIGKILL);
}

/* With 7 descriptors the loop has its pipes, for other threads and for signals, and the
 * listener has none. */
static void without_a_pipe_for_signals_it_does_not_listen(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	assert_serves_pages(&serving);
	assert_int_equal(serving_stop(&serving, SIGTERM), 0);
	assert_needs_a_pipe("http_server --port 0", 4);
	assert_needs_a_pipe("http_server --port 0", 5);
	assert_needs_a_pipe("http_server --port 0", 7);
	assert_needs_a_pipe("echo_streams --port 0", 4);
}

static void both_selectors_will_do(void **state)
{
	for (int i = 0; i < SELECTOR_NAMES; i++) {
		Serving serving = serving_start("", selector_names[i], NULL);
		assert_serves_pages(&serving);
		assert_int_equal(serving_stop(&serving, SIGTERM), 0);
	}
}

static void curl_is_happy_with_it(void **state)
{
	char command[400];

	if (system("command -v curl >/dev/null") != 0)
		skip_because("there is no curl here");
	Serving serving = serving_start("", NULL, NULL);
	snprintf(command, sizeof command,
	         "curl -sSf http://127.0.0.1:%d/ http://127.0.0.1:%d/delay/0.1 | "
	         "grep -c -e works -e '\"delay\": 0.1}' | grep -q 2 && "
	         "test $(curl -s -d hello -w '%%{http_code}' -o /dev/null "
	         "http://127.0.0.1:%d/) = 405",
	         serving.port, serving.port, serving.port);
	assert_int_equal(system(command), 0);
	serving_stop(&serving, SIGKILL);
}

static void it_ends_although_a_client_waits_for_a_long_delay(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);

	say(fd, "GET /delay/10 HTTP/1.1\r\nHost: here\r\n\r\n");
	pause_ms(100);
	kill(serving.pid, SIGINT);
	assert_int_equal(serving_wait(&serving), 0);
	assert_true(is_at_its_end(fd));
}

/* An answer that is owed in 1.8 seconds, within the grace of one signal, does not come if
 * the server is ended twice, by the same signal or by another. */
static void the_second_signal_ends_it_at_once(void **state)
{
	for (int i = 0; i < 3; i++) {
		Serving serving = serving_start("", NULL, NULL);
		int fd = serving_connect(&serving);
		long asked = now_ms();
		say(fd, "GET /delay/1.8 HTTP/1.1\r\nHost: here\r\n\r\n");
		pause_ms(100);
		kill(serving.pid, i == 1 ? SIGTERM : SIGINT);
		pause_ms(100);
		kill(serving.pid, i == 2 ? SIGTERM : SIGINT);
		bool in_time = now_ms() - asked < 1000;
		assert_int_equal(serving_wait(&serving), 0);
		assert_true(hear_status(fd) == 0 || !in_time || machine_slowness() > 2);
		assert_true(is_at_its_end(fd));
		close(fd);
	}
}

TESTS(T(it_serves_a_page), T(every_answer_has_its_date),
      T(the_answer_to_HEAD_has_no_body),
      T(a_delay_is_as_long_as_it_says_and_others_are_served),
      T(what_is_not_there_is_not_found),
      T(other_methods_are_refused_and_their_bodies_skipped),
      T(a_request_may_be_written_in_many_ways),
      T(a_connection_is_kept_or_closed_as_it_says),
      T(a_client_that_expects_100_is_told_to_continue),
      T(a_hundred_requests_in_one_packet), T(requests_byte_by_byte),
      T(without_a_pipe_for_signals_it_does_not_listen), T(both_selectors_will_do),
      T(curl_is_happy_with_it), T(it_ends_although_a_client_waits_for_a_long_delay),
      T(the_second_signal_ends_it_at_once))

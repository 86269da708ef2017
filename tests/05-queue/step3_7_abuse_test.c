/* Rung 5.3.7: a web server, and clients that are not polite to it. */
#include "web.h"

#define HOST "Host: here\r\n"
#define GET "GET / HTTP/1.1\r\n" HOST "\r\n"

/* Each on a connection of its own, which is closed. */
static void assert_all_get(const char *const requests[], int status)
{
	Serving serving = serving_start("", NULL, NULL);

	for (; *requests != NULL; requests++) {
		int got = last_status(&serving, *requests, strlen(*requests));
		if (got != status)
			printf("%s", *requests);
		assert_int_equal(got, status);
	}
	assert_serves_pages(&serving);
	assert_int_equal(serving_stop(&serving, SIGTERM), 0);
}

static void nonsense_is_a_bad_request(void **state)
{
	const char *const requests[] = { "hello\r\n\r\n",
		                         "GET\r\n\r\n",
		                         "GET /\r\n\r\n",
		                         "GET / \r\n\r\n",
		                         " GET / HTTP/1.1\r\n" HOST "\r\n",
		                         "GET  / HTTP/1.1\r\n" HOST "\r\n",
		                         "GET /  HTTP/1.1\r\n" HOST "\r\n",
		                         "GET / HTTP/1.1 \r\n" HOST "\r\n",
		                         "GET / HTTP/1.10\r\n" HOST "\r\n",
		                         "GET / HTTP/1.x\r\n" HOST "\r\n",
		                         "GET / HTTP/1,1\r\n" HOST "\r\n",
		                         "GET / HTTP/11\r\n" HOST "\r\n",
		                         "GET / HTTP/\r\n" HOST "\r\n",
		                         "GET / http/1.1\r\n" HOST "\r\n",
		                         "GET x HTTP/1.1\r\n" HOST "\r\n",
		                         "GET * HTTP/1.1\r\n" HOST "\r\n",
		                         "OPTIONS *x HTTP/1.1\r\n" HOST "\r\n",
		                         "GET http:/// HTTP/1.1\r\n" HOST "\r\n",
		                         "GET http://?x HTTP/1.1\r\n" HOST "\r\n",
		                         "G(T / HTTP/1.1\r\n" HOST "\r\n",
		                         "\r\n\r\n" GET,
		                         "\x16\x03\x01\x02\x01\x01\xfc\x03\x03\n",
		                         "\xff\xfe\xfd\xfc\xfb\n\n",
		                         NULL };

	assert_all_get(requests, 400);
}

static void another_kind_of_HTTP_is_not_understood(void **state)
{
	const char *const requests[] = { "GET / HTTP/2.0\r\n" HOST "\r\n",
		                         "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		                         "GET / HTTP/0.9\r\n\r\n", NULL };

	assert_all_get(requests, 505);
}

static void a_header_that_makes_no_sense_is_a_bad_request(void **state)
{
	const char *const requests[] = { "GET / HTTP/1.1\r\n\r\n",
		                         "GET / HTTP/1.1\r\n" HOST HOST "\r\n",
		                         "GET / HTTP/1.0\r\n" HOST HOST "\r\n",
		                         "GET / HTTP/1.1\r\nHost: he re\r\n\r\n",
		                         "GET / HTTP/1.1\r\nHost: here/\r\n\r\n",
		                         "GET / HTTP/1.1\r\n" HOST "no colon\r\n\r\n",
		                         "GET / HTTP/1.1\r\nHost : here\r\n\r\n",
		                         "GET / HTTP/1.1\r\n" HOST ": x\r\n\r\n",
		                         "GET / HTTP/1.1\r\n" HOST " folded\r\n\r\n",
		                         "GET / HTTP/1.1\r\n" HOST "a: b\rc\r\n\r\n",
		                         NULL };

	assert_all_get(requests, 400);
}

#define HOST_IS(host) "GET / HTTP/1.1\r\nHost: " host "\r\n\r\n"

static void a_host_that_is_none_is_a_bad_request(void **state)
{
	const char *const requests[] = {
		HOST_IS("here:there"), HOST_IS("here:1:2"),
		HOST_IS("here:65536"), HOST_IS("here:99999999999999999999"),
		HOST_IS("here:-1"),    HOST_IS(":80"),
		HOST_IS("::::"),       HOST_IS("::1"),
		HOST_IS("["),          HOST_IS("[::1"),
		HOST_IS("[::1]x"),     HOST_IS("[here]"),
		HOST_IS("here]"),      HOST_IS("here%zz"),
		HOST_IS("here%2"),     HOST_IS("me@here"),
		HOST_IS("\xff"),       NULL
	};

	assert_all_get(requests, 400);
}

#define TARGET_IS(target) "GET " target " HTTP/1.1\r\n" HOST "\r\n"

static void a_target_that_is_none_is_a_bad_request(void **state)
{
	const char *const requests[] = { TARGET_IS("/#top"),
		                         TARGET_IS("/?a\tb"),
		                         TARGET_IS("/\"<>"),
		                         TARGET_IS("/\x01\x7f\xff"),
		                         TARGET_IS("/%zz"),
		                         TARGET_IS("http://me:pw@here/"),
		                         TARGET_IS("http://here:there/"),
		                         TARGET_IS("http://he\"re/"),
		                         TARGET_IS("http://[::1/"),
		                         TARGET_IS("http://:80/"),
		                         NULL };

	assert_all_get(requests, 400);
}

#define LENGTH(n) "POST / HTTP/1.1\r\n" HOST "Content-Length:" n "\r\n\r\n"

static void a_length_that_is_none_is_a_bad_request(void **state)
{
	const char *const requests[] = { LENGTH(""),
		                         LENGTH(" x"),
		                         LENGTH(" -1"),
		                         LENGTH(" +1"),
		                         LENGTH(" 1 1"),
		                         LENGTH(" 1,1"),
		                         LENGTH(" 0x10"),
		                         LENGTH(" 1e3"),
		                         LENGTH(" 5\r\nContent-Length: 6"),
		                         LENGTH(" 5\r\nContent-Length: 5"),
		                         NULL };

	assert_all_get(requests, 400);
}

static void a_large_body_is_refused_at_once(void **state)
{
	const char *const requests[] = { LENGTH(" 65537"), LENGTH(" 4294967296"),
		                         LENGTH(" 18446744073709551617"),
		                         LENGTH(" 99999999999999999999999999999999"),
		                         NULL };

	assert_all_get(requests, 413);
}

static void chunks_are_not_understood(void **state)
{
	const char *const requests[] = { "POST / HTTP/1.1\r\n" HOST
		                         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		                         NULL };

	assert_all_get(requests, 501);
}

static void a_NUL_is_a_bad_request(void **state)
{
	static const char request[] = "GET /\0 HTTP/1.1\r\n" HOST "\r\n",
			  header[] = "GET / HTTP/1.1\r\nHost: \0here\r\n\r\n";
	Serving serving = serving_start("", NULL, NULL);

	assert_int_equal(last_status(&serving, request, sizeof request - 1), 400);
	assert_int_equal(last_status(&serving, header, sizeof header - 1), 400);
	assert_serves_pages(&serving);
	serving_stop(&serving, SIGKILL);
}

static void a_client_that_has_gone_is_forgotten(void **state)
{
	const char *said[] = { "",
		               "GE",
		               "GET / HTTP/1.1\r\nHo",
		               GET,
		               "GET /delay/0.2 HTTP/1.1\r\n" HOST "\r\n",
		               LENGTH(" 9") };
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
	Serving serving = serving_start("", NULL, NULL);

	for (int i = 0; i < 60; i++) {
		int fd = serving_connect(&serving);
		say(fd, said[i % 6]);
		if (i % 4 == 1)
			setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
		if (i % 4 == 2)
			shutdown(fd, SHUT_WR);
		close(fd);
	}
	assert_serves_pages(&serving);
	pause_ms(300);
	assert_serves_pages(&serving);
	assert_int_equal(serving_stop(&serving, SIGTERM), 0);
}

static void half_closed_is_answered(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	int fd = serving_connect(&serving);

	say(fd, GET GET);
	shutdown(fd, SHUT_WR);
	assert_page(fd);
	assert_page(fd);
	assert_true(is_at_its_end(fd));
	serving_stop(&serving, SIGKILL);
}

enum { CROWD = 500 / TEST_SCALE };

static void hundreds_may_come(void **state)
{
	static int fds[CROWD];

	if (!allow_descriptors(CROWD + 100))
		skip_because("there may not be so many descriptors here");
	Serving serving = serving_start("", NULL, NULL);
	for (int i = 0; i < CROWD; i++)
		fds[i] = serving_connect(&serving);
	for (int i = 0; i < CROWD; i += 2)
		say(fds[i], GET);
	for (int i = 0; i < CROWD; i += 2)
		assert_page(fds[i]);
	for (int i = 0; i < CROWD; i += 3)
		close(fds[i]);
	assert_serves_pages(&serving);
	assert_int_equal(serving_stop(&serving, SIGTERM), 0);
}

static void when_descriptors_run_out_it_goes_on(void **state)
{
	int fds[60];

	if (!allow_descriptors(100))
		skip_because("there may not be so many descriptors here");
	Serving serving = serving_start_with("", NULL, NULL, 40);

	for (int i = 0; i < 60; i++)
		fds[i] = serving_connect(&serving);
	say(fds[0], GET);
	assert_page(fds[0]);
	for (int i = 0; i < 40; i++)
		close(fds[i]);
	say(fds[59], GET);
	assert_page(fds[59]);
	serving_stop(&serving, SIGKILL);
}

enum { HUGE_LINE = 1000 * 1000 };

static void a_line_without_end_is_too_long(void **state)
{
	static char line[HUGE_LINE + 100];
	Serving serving = serving_start("", NULL, NULL);

	memset(line, 'x', HUGE_LINE);
	memcpy(line, "GET /", 5);
	assert_int_equal(last_status(&serving, line, HUGE_LINE), 414);
	strcpy(line + 20000, " HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(last_status(&serving, line, strlen(line)), 414);
	memset(line, 'x', HUGE_LINE);
	memcpy(line, "GET / HTTP/1.1\r\n", 16);
	assert_int_equal(last_status(&serving, line, HUGE_LINE), 431);
	assert_below(serving_rss_kb(&serving), served_under_something() ? 1000000 : 8000);
	assert_serves_pages(&serving);
	serving_stop(&serving, SIGKILL);
}

static void a_header_without_end_is_too_long(void **state)
{
	static char text[HUGE_LINE];
	Serving serving = serving_start("", NULL, NULL);

	strcpy(text, "GET / HTTP/1.1\r\n" HOST);
	for (size_t n = strlen(text); n + 20 < sizeof text; n += strlen(text + n))
		strcpy(text + n, "X-More: and more\r\n");
	assert_int_equal(last_status(&serving, text, strlen(text)), 431);
	assert_serves_pages(&serving);
	serving_stop(&serving, SIGKILL);
}

TESTS(T(nonsense_is_a_bad_request), T(another_kind_of_HTTP_is_not_understood),
      T(a_header_that_makes_no_sense_is_a_bad_request),
      T(a_host_that_is_none_is_a_bad_request), T(a_target_that_is_none_is_a_bad_request),
      T(a_length_that_is_none_is_a_bad_request), T(a_large_body_is_refused_at_once),
      T(chunks_are_not_understood), T(a_NUL_is_a_bad_request),
      T(a_client_that_has_gone_is_forgotten), T(half_closed_is_answered),
      T(hundreds_may_come), T(when_descriptors_run_out_it_goes_on),
      T(a_line_without_end_is_too_long), T(a_header_without_end_is_too_long))

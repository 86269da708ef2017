/* Rung 5.3.5: servers, and programs that come to them. */
#include "../03-nonblocking-server/serving.h"

static void by_hand_the_second_guest_waits_for_the_first(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	assert_int_equal(run_in_time("by_hand"), 0);
	assert_text(program_output,
	            "                        Ada is answered  Bob is answered\n"
	            "by hand                 after 0 and 1 s  after 1 and 2 s\n"
	            "asyncio_start_server    after 0 and 1 s  after 0 and 1 s\n");
}

/* How often a text stands in what was printed. */
static int printed(const char *text)
{
	int n = 0;

	for (const char *p = program_output; (p = strstr(p, text)) != NULL; p++)
		n++;
	return n;
}

/* Of clients that are answered at once, any may be the first to hear: that is up to the
 * selector. */
static void echo_streams_answers_in_upper_case(void **state)
{
	char line[100];

	setenv("ASYNCIO_CLOCK", "virtual", 1);
	assert_int_equal(run_in_time("echo_streams"), 0);
	for (int i = 0; i < 6; i++) {
		snprintf(line, sizeof line, "client %d hears: CLIENT %d, LINE %d\n",
		         i % 3 + 1, i % 3 + 1, i / 3 + 1);
		assert_printed(line);
	}
	assert_int_equal(printed("hears"), 6);
	const char *last = strstr(program_output, "CLIENT 3, LINE 1");
	assert_true(last < strstr(program_output, "LINE 2"));
	assert_int_equal(printed("all have gone\n"), 1);
}

TESTS(T(by_hand_the_second_guest_waits_for_the_first),
      T(echo_streams_answers_in_upper_case))

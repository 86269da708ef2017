/* 3.1.1: tasks that are asked in turn. Nothing here waits for an answer of the server. */
#include "clients.h"

/* What a server that has ended printed at last. */
static const char *last_words(int output)
{
	static char words[4096];
	size_t n = 0;
	ssize_t more;

	while (n + 1 < sizeof words &&
	       (more = read(output, words + n, sizeof words - 1 - n)) > 0)
		n += (size_t)more;
	words[n] = '\0';
	return words;
}

static void it_says_on_which_port_it_listens(void **state)
{
	Serving serving = serving_start("busy", NULL, NULL);

	close(serving_connect(&serving));
	assert_true(serving_runs(&serving));
	serving_stop(&serving, SIGKILL);
}

/* Waits until the server has used the processor for so many milliseconds, but not for
 * ever. Returns how many it has used. */
static long watch_it_run(const Serving *serving, long ms)
{
	long before = serving_cpu_ms(serving);
	Patience patience = patience_of(ANSWER_SECONDS);

	while (serving_cpu_ms(serving) - before <= ms && patience_lasts(&patience))
		pause_ms(5);
	return serving_cpu_ms(serving) - before;
}

static void it_never_sleeps(void **state)
{
	Serving serving = serving_start("busy", NULL, NULL);

	assert_compared(watch_it_run(&serving, 20), >, 20);
	serving_stop(&serving, SIGKILL);
}

static void a_signal_ends_it_and_it_has_counted_its_turns(void **state)
{
	const int signals[] = { SIGTERM, SIGINT };

	for (int i = 0; i < 2; i++) {
		Serving serving = serving_start("busy", NULL, NULL);
		int output = dup(serving.output), turns = 0;
		watch_it_run(&serving, 5);
		assert_int_equal(serving_stop(&serving, signals[i]), 0);
		const char *words = last_words(output);
		if (sscanf(words, "%d turns, ", &turns) != 1)
			assert_text(words, "N turns, ...");
		assert_compared(turns, >, 0);
		close(output);
	}
}

enum { FEW = 16, CLIENTS = 30 };

/* It has descriptors for a part of them. What it has accepted the system does not hold
 * any more, so it can only run out of them if it takes each client that comes. */
static void it_accepts_clients_until_there_is_no_descriptor_left(void **state)
{
	int clients[CLIENTS];
	char said[256] = "", expected[256];

	if (served_under_something())
		skip_because("valgrind and sanitizers need descriptors of their own");
	Serving serving = serving_start_with("busy", NULL, "2>&1", FEW);
	for (int i = 0; i < CLIENTS; i++)
		clients[i] = serving_connect(&serving);
	for (size_t n = 0; n + 1 < sizeof said && strchr(said, '\n') == NULL; n++) {
		if (!comes_in_time(serving.output) ||
		    read(serving.output, said + n, 1) != 1)
			break;
	}
	snprintf(expected, sizeof expected,
	         "server: no connection is accepted for now: %s\n", strerror(EMFILE));
	assert_text(said, expected);
	for (int i = 0; i < CLIENTS; i++)
		close(clients[i]);
	serving_stop(&serving, SIGKILL);
}

TESTS(T(it_says_on_which_port_it_listens), T(it_never_sleeps),
      T(a_signal_ends_it_and_it_has_counted_its_turns),
      T(it_accepts_clients_until_there_is_no_descriptor_left))

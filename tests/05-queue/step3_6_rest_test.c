/* Rung 5.3.6: a server that cannot accept rests. */
#include "no_room.h"
#include "system.h"
#include "serve.h"

#include <signal.h>
#include <sys/resource.h>

/* In front of the system's: what it fails with, and how often it was called. A server
 * that tries in vain, again and again, is not to do so for ever. */
enum { FOR_EVER = 5000 };
static int accept_error, accept_calls;

static bool refuses_to_accept(void)
{
	if (++accept_calls > FOR_EVER)
		accept_error = 0;
	errno = accept_error;
	return errno != 0;
}

INSTEAD_OF_ACCEPT(refuses_to_accept)

static int handled;

static int is_handled(StreamReader *r, StreamWriter *w, void *arg)
{
	handled++;
	return 0;
}

/* The second cannot be accepted before the first has gone. */
ON_SERVER(it_rests, "hello hello 1")
{
	StreamReader *a, *b;
	StreamWriter *v, *w;
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	if (!serve(says_hello, NULL) || !come(&a, &v))
		return 0;
	trace_client_line(a);
	double begin = loop_time(asyncio_get_running_loop());
	int last = dup(0);
	close(last);
	struct rlimit few = { (rlim_t)last + 1, limit.rlim_max };
	setrlimit(RLIMIT_NOFILE, &few);
	if (!come(&b, &w))
		return 0;
	turns();
	setrlimit(RLIMIT_NOFILE, &limit);
	trace_client_line(b);
	trace("%.0f", loop_time(asyncio_get_running_loop()) - begin);
	writer_free(v);
	writer_free(w);
	server_free(server);
	return 0;
}

static void when_descriptors_run_out_it_rests(void **state)
{
	if (getenv("RUN_UNDER") != NULL && *getenv("RUN_UNDER") != '\0')
		skip_because("valgrind needs descriptors of its own");
	it_rests(state);
}

static int cannot_accept(void *arg, void **result)
{
	if (!serve(is_handled, NULL))
		return 0;
	for (int i = 0; i < 2; i++) {
		int fd = dial(server->port);
		accept_error = i == 0 ? EPERM : EMFILE;
		accept_calls = handled = 0;
		succeeds(asyncio_sleep(10.5));
		printf("%d: %s, %d\n", i, accept_calls <= 1100 ? "few" : "many", handled);
		accept_error = 0;
		succeeds(asyncio_sleep(1));
		printf("%d: then %d\n", i, handled);
		close(fd);
	}
	server_free(server);
	fflush(stdout);
	return 0;
}

static void run_cannot_accept(void)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	succeeds(asyncio_run(cannot_accept, NULL, NULL));
}

static int times_printed(const char *text)
{
	int n = 0;

	for (const char *t = program_output; (t = strstr(t, text)) != NULL; t++)
		n++;
	return n;
}

static void a_rest_is_reported_once_with_its_reason(void **state)
{
	assert_int_equal(run_child(run_cannot_accept), 0);
	assert_printed("0: few, 0\n");
	assert_printed("0: then 1\n");
	assert_printed("1: few, 0\n");
	assert_printed("1: then 1\n");
	assert_int_equal(times_printed("no connection is accepted for now: "), 2);
	assert_int_equal(times_printed(strerror(EPERM)), 1);
	assert_int_equal(times_printed(strerror(EMFILE)), 1);
}

/* A client waits, and cannot be accepted: does the server try again and again? */
static void trace_rest(void)
{
	turns();
	accept_calls = 0;
	turns();
	trace(accept_calls == 0 ? "rested" : "has not rested");
}

ON_SERVER(a_server_may_be_freed_while_it_rests, "rested 0")
{
	if (!serve(is_handled, NULL))
		return 0;
	accept_error = EMFILE;
	int fd = dial(server->port);
	trace_rest();
	server_free(server);
	succeeds(asyncio_sleep(2));
	trace("%d", accept_calls);
	accept_error = 0;
	close(fd);
	return 0;
}

/* More than a server accepts in one pass: the first pass after the rest ends with a
 * descriptor. In some systems no more than 128 can wait. */
enum { CROWD = 120 };

ON_SERVER(a_crowd_that_waited_through_a_rest_is_accepted, "rested 0 120")
{
	int clients[CROWD];

	handled = 0;
	if (!allow_descriptors(2 * CROWD + 100) || !serve(is_handled, NULL))
		return 0;
	accept_error = EMFILE;
	for (int i = 0; i < CROWD; i++)
		clients[i] = dial(server->port);
	trace_rest();
	accept_error = 0;
	trace("%d", handled);
	succeeds(asyncio_sleep(2));
	trace("%d", handled);
	for (int i = 0; i < CROWD; i++)
		close(clients[i]);
	server_free(server);
	return 0;
}

ON_SERVER(a_server_that_has_accepted_all_does_not_rest,
          "rested hello 0 hello 0")
{
	StreamReader *reads;
	StreamWriter *writes;

	if (!serve(says_hello, NULL))
		return 0;
	accept_error = EMFILE;
	int fd = dial(server->port);
	trace_rest();
	accept_error = 0;
	succeeds(asyncio_sleep(2));
	close(fd);
	for (int i = 0; i < 2; i++) {
		double begin = loop_time(asyncio_get_running_loop());
		if (!come(&reads, &writes))
			return 0;
		trace_client_line(reads);
		trace("%.0f", loop_time(asyncio_get_running_loop()) - begin);
		writer_free(writes);
	}
	server_free(server);
	return 0;
}

/* The first rest ends after one second; the listener cannot be watched then, and rests
 * until there is room. */
ON_SERVER(a_listener_that_cannot_be_watched_rests_again, "rested 1 2")
{
	handled = 0;
	if (!serve(is_handled, NULL))
		return 0;
	accept_error = EMFILE;
	int first = dial(server->port);
	trace_rest();
	accept_error = 0;
	take_room();
	succeeds(asyncio_sleep(1.5));
	give_room();
	trace("%d", handled);
	int second = dial(server->port);
	succeeds(asyncio_sleep(1.5));
	trace("%d", handled);
	close(first);
	close(second);
	server_free(server);
	return 0;
}

/* It rests without a descriptor, then because it cannot be watched, and then without a
 * descriptor again, though all that had waited was accepted in between. */
static int rests_without_room(void *arg, void **result)
{
	if (!serve(is_handled, NULL))
		return 0;
	handled = 0;
	accept_error = EMFILE;
	int first = dial(server->port);
	succeeds(asyncio_sleep(0.5));
	accept_error = 0;
	take_room();
	succeeds(asyncio_sleep(1));
	give_room();
	accept_error = EMFILE;
	int second = dial(server->port);
	succeeds(asyncio_sleep(1));
	printf("%d handled\n", handled);
	accept_error = 0;
	succeeds(asyncio_sleep(1));
	printf("then %d\n", handled);
	close(first);
	close(second);
	server_free(server);
	fflush(stdout);
	return 0;
}

static void run_rests_without_room(void)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	succeeds(asyncio_run(rests_without_room, NULL, NULL));
}

static void a_rest_that_goes_on_without_room_is_not_reported_again(void **state)
{
	assert_int_equal(run_child(run_rests_without_room), 0);
	assert_printed("1 handled\n");
	assert_printed("then 2\n");
	assert_int_equal(times_printed("no connection is accepted for now: "), 1);
}

TESTS(T(when_descriptors_run_out_it_rests), T(a_rest_is_reported_once_with_its_reason),
      T(a_server_may_be_freed_while_it_rests),
      T(a_crowd_that_waited_through_a_rest_is_accepted),
      T(a_listener_that_cannot_be_watched_rests_again),
      T(a_rest_that_goes_on_without_room_is_not_reported_again),
      T(a_server_that_has_accepted_all_does_not_rest))

/* pass_tests.h - descriptors in the passes of a loop, among timers and what is ready,
 * with the selectors that a file is about. */
#ifndef PASS_TESTS_H
#define PASS_TESTS_H

#include "called.h"
#include "callers.h"

enum { BY_REMOVE, BY_CANCEL };

static Caller *one_and_two[2];
static int how_to_remove;

/* Both are ready: the one that is called first removes the other one. */
static void removes_the_other(void *arg)
{
	Caller *caller = arg, *victim = one_and_two[caller == one_and_two[0]];

	trace("called");
	loop_remove_reader(caller->loop, caller->fd);
	if (how_to_remove == BY_REMOVE)
		loop_remove_reader(caller->loop, victim->fd);
	else
		handle_cancel(&victim->handle);
}

static void one_of_two(Loop *loop, int how)
{
	int first[2], second[2];
	Caller one = { "one", loop, -1, HANDLE(removes_the_other, &one) };
	Caller two = { "two", loop, -1, HANDLE(removes_the_other, &two) };

	one_and_two[0] = &one;
	one_and_two[1] = &two;
	how_to_remove = how;
	open_pair(first);
	open_pair(second);
	one.fd = first[0];
	two.fd = second[0];
	put(first[1], "x");
	put(second[1], "x");
	succeeds(loop_add_reader(loop, one.fd, &one.handle));
	succeeds(loop_add_reader(loop, two.fd, &two.handle));
	assert_int_equal(loop_run_forever(loop), 0);
	close_pair(first);
	close_pair(second);
}

static void removes_what_is_ready(Loop *loop)
{
	one_of_two(loop, BY_REMOVE);
	assert_traced("called");
	one_of_two(loop, BY_CANCEL);
	assert_traced("called called");
}

static void what_is_removed_in_a_pass_is_not_called_in_it(void **state)
{
	on_each(removes_what_is_ready);
}

static Handle newcomer = { .fn = called, .arg = "newcomer" };

/* Both are ready: the one that is called first has a newcomer take the place of the other
 * one, and stops the loop. */
static void replaces_the_other(void *arg)
{
	Caller *caller = arg, *victim = one_and_two[caller == one_and_two[0]];

	trace("called");
	loop_remove_reader(caller->loop, caller->fd);
	succeeds(loop_add_reader(caller->loop, victim->fd, &newcomer));
	loop_stop(caller->loop);
}

static void replaces_what_is_ready(Loop *loop)
{
	int first[2], second[2];
	Caller one = { "one", loop, -1, HANDLE(replaces_the_other, &one) };
	Caller two = { "two", loop, -1, HANDLE(replaces_the_other, &two) };

	one_and_two[0] = &one;
	one_and_two[1] = &two;
	open_pair(first);
	open_pair(second);
	one.fd = first[0];
	two.fd = second[0];
	put(first[1], "x");
	put(second[1], "x");
	succeeds(loop_add_reader(loop, one.fd, &one.handle));
	succeeds(loop_add_reader(loop, two.fd, &two.handle));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("called");
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("called newcomer");
	handle_cancel(&newcomer);
	close_pair(first);
	close_pair(second);
}

static void what_is_replaced_in_a_pass_is_called_in_the_next_one(void **state)
{
	on_each(replaces_what_is_ready);
}

static Patience patience;

/* Is ready in every pass, until the timer and the reader have both been served. */
static void keeps_going(void *arg)
{
	Caller *caller = arg;

	if (strlen(traced() + traced_before) < strlen("rx timer") &&
	    patience_lasts(&patience))
		loop_call_soon(caller->loop, &caller->handle);
}

static void serves_all(Loop *loop)
{
	int pair[2];
	Caller busy = { "busy", loop, -1, HANDLE(keeps_going, &busy) };
	Caller r = { "r", loop, -1, HANDLE(reads, &r) };
	Handle timer = HANDLE(called, "timer");

	open_pair(pair);
	r.fd = pair[0];
	put(pair[1], "x\n");
	patience = (Patience){ .seconds = 2 };
	loop_call_soon(loop, &busy.handle);
	succeeds(loop_add_reader(loop, r.fd, &r.handle));
	loop_call_later(loop, 0.01, &timer);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("rx timer");
	close_pair(pair);
}

static void a_callback_that_goes_on_and_on_lets_others_run(void **state)
{
	on_each(serves_all);
}

static void stops_in_the_pass(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, HANDLE(reads, &r) };
	Handle s = HANDLE(stop, loop);

	open_pair(pair);
	r.fd = pair[0];
	put(pair[1], "x");
	succeeds(loop_add_reader(loop, r.fd, &r.handle));
	loop_call_soon(loop, &s);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("rx");
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("rx");
	assert_int_equal(loop_remove_reader(loop, r.fd), 1);
	close_pair(pair);
}

static void what_came_in_the_pass_that_stops_is_called_once(void **state)
{
	on_each(stops_in_the_pass);
}

enum { PAIRS = 1000 };

static int arrived;

static void arrives(void *arg)
{
	Caller *caller = arg;
	char c;

	arrived += read(caller->fd, &c, 1) == 1;
	loop_remove_reader(caller->loop, caller->fd);
}

static void serves_many(Loop *loop)
{
	static int pairs[PAIRS][2];
	static Caller callers[PAIRS];

	arrived = 0;
	for (int i = 0; i < PAIRS; i++) {
		Caller *r = &callers[i];
		open_pair(pairs[i]);
		*r = (Caller){ "r", loop, pairs[i][0], HANDLE(arrives, r) };
		assert_int_equal(loop_add_reader(loop, r->fd, &r->handle), 0);
	}
	for (int i = PAIRS; i-- > 0;)
		put(pairs[i][1], "x");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(arrived, PAIRS);
	for (int i = 0; i < PAIRS; i++)
		close_pair(pairs[i]);
}

static void a_thousand_readers_at_once(void **state)
{
	if (!allow_descriptors(2 * PAIRS + 100))
		skip_because("there may not be so many descriptors here");
	on_each(serves_many);
}

static void waits(Loop *loop)
{
	int pair[2], status = -1;
	Caller r = { "r", loop, -1, HANDLE(reads, &r) };

	open_pair(pair);
	r.fd = pair[0];
	count_passes(loop);
	assert_int_equal(loop_add_reader(loop, r.fd, &r.handle), 0);
	pid_t child = put_later(pair[1], "x\n");
	assert_int_equal(loop_run_forever(loop), 0);
	waitpid(child, &status, 0);
	assert_traced("rx");
	assert_below(passes, 10);
	close_pair(pair);
}

static void a_loop_sleeps_until_its_last_reader_is_removed(void **state)
{
	on_each(waits);
}

static void waits_for_a_timer(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, HANDLE(reads, &r) };
	Handle timer = HANDLE(stop, loop);

	open_pair(pair);
	count_passes(loop);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	double begin = loop_time(loop);
	loop_call_later(loop, 0.0305, &timer);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_compared(loop_time(loop) - begin, >=, 0.0304);
	assert_below(passes, 10);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	close_pair(pair);
}

static void a_reader_does_not_keep_a_loop_from_sleeping(void **state)
{
	on_each(waits_for_a_timer);
}

/* The timer: what comes now comes while nothing but the reader is left. */
static void sends_the_last(void *arg)
{
	trace("timer");
	put_later(*(int *)arg, "d\n");
}

static void data_comes_before_a_jump(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, HANDLE(reads, &r) };
	Handle timer = HANDLE(sends_the_last, &pair[1]);

	open_pair(pair);
	r.fd = pair[0];
	put(pair[1], "abc");
	succeeds(loop_add_reader(loop, r.fd, &r.handle));
	double begin = loop_time(loop);
	loop_call_later(loop, 3600, &timer);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("ra rb rc timer rd");
	assert_compared(loop_time(loop) - begin, ==, 3600);
	close_pair(pair);
}

static void the_virtual_clock_jumps_when_nothing_is_ready(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_each(data_comes_before_a_jump);
}

TESTS(T(what_is_removed_in_a_pass_is_not_called_in_it),
      T(what_is_replaced_in_a_pass_is_called_in_the_next_one),
      T(a_callback_that_goes_on_and_on_lets_others_run),
      T(what_came_in_the_pass_that_stops_is_called_once), T(a_thousand_readers_at_once),
      T(a_loop_sleeps_until_its_last_reader_is_removed),
      T(a_reader_does_not_keep_a_loop_from_sleeping),
      T(the_virtual_clock_jumps_when_nothing_is_ready))

#endif

/* Rung 4.5.5: waits for sockets that are cancelled, or whose descriptor is closed. */
#include "../forked.h"
#include "socks.h"

static int later(void *arg, void **result)
{
	Task *task = asyncio_create_task(reads, "first");

	succeeds(asyncio_sleep(0.01));
	task_cancel(task);
	trace("%s", why(await(task, NULL)));
	put(pair[1], "data");
	reads("second", NULL);
	return 0;
}

static void who_is_cancelled_loses_no_data(void **state)
{
	run_on_both(later, "first:ECANCELED 0 second:data");
}

/* A wait is cancelled, and another task begins one, before the first task has run. */
static int at_once(void *arg, void **result)
{
	Task *first = asyncio_create_task(reads, "first");

	succeeds(asyncio_sleep(0.01));
	task_cancel(first);
	after(0.01, writes, "data");
	reads("second", NULL);
	return await(first, NULL);
}

static void the_next_one_may_wait_at_once(void **state)
{
	run_on_both(at_once, "first:ECANCELED writes:4 second:data");
}

/* The socket is ready, and the wait is cancelled, in one pass. */
static int both(void *arg, void **result)
{
	Task *task = asyncio_create_task(reads, "first");

	succeeds(asyncio_sleep(0));
	put(pair[1], "data");
	succeeds(asyncio_sleep(0)); /* which is over before the task that is ready runs */
	task_cancel(task);
	succeeds(await(task, NULL));
	reads("second", NULL);
	return 0;
}

static void a_request_wins_over_data_that_stays(void **state)
{
	run_on_both(both, "first:ECANCELED second:data");
}

/* Closed under a task that waits; and under one that was woken, but has not run. */
static int closed(void *arg, void **result)
{
	Task *task = asyncio_create_task(reads, "waits");

	succeeds(asyncio_sleep(0.01));
	closes(&pair[0]);
	succeeds(await(task, NULL));
	reads("gone", NULL);
	trace("%s", why(loop_sock_sendall(loop, pair[0], "x", 1)));
	trace("%s", why(loop_sock_accept(loop, -1)));
	int other;
	reuse_number(pair[0], &other);
	after(0.01, writes, "x");
	after(0.02, closes, &pair[0]);
	close(pair[1]);
	pair[1] = other;
	reads("new", NULL);
	return 0;
}

static void who_waits_for_what_is_closed_is_told(void **state)
{
	run_on_both(closed, "closes:0 waits:EBADF gone:EBADF EBADF EBADF writes:1 new:x");
}

static int closes_who_was_woken(void *arg, void **result)
{
	static Handle first = HANDLE(closes, &pair[0]);
	Task *task = asyncio_create_task(reads, "woken");

	succeeds(asyncio_sleep(0.01));
	put(pair[1], "x");
	loop_call_soon(loop, &first); /* so it comes before those the selector wakes */
	return await(task, NULL);
}

static void who_was_woken_is_told_too(void **state)
{
	run_on_both(closes_who_was_woken, "closes:0 woken:EBADF");
}

/* A child has the same sockets, and with epoll the same selector. */
static int cancels_in_a_child(void *arg, void **result)
{
	Task *task = asyncio_create_task(reads, "first");

	succeeds(asyncio_sleep(0.01));
	if (is_forked()) {
		bool good = task_cancel(task) &&
		            asyncio_wait_readable(pair[0]) == -ECANCELED &&
		            loop_sock_recv(loop, pair[1], &(char){ 0 }, 1) == -ECANCELED;
		loop_close_fd(loop, pair[0]);
		_exit(good ? 3 : 1);
	}
	put(pair[1], "data");
	return await(task, NULL);
}

static void who_is_cancelled_in_a_child_of_fork_still_waits_in_its_parent(void **state)
{
	run_on_both(cancels_in_a_child, "child:3 first:data");
}

TESTS(T(who_is_cancelled_loses_no_data), T(the_next_one_may_wait_at_once),
      T(a_request_wins_over_data_that_stays), T(who_waits_for_what_is_closed_is_told),
      T(who_was_woken_is_told_too),
      T(who_is_cancelled_in_a_child_of_fork_still_waits_in_its_parent))

/* Step 4.5: waits for sockets that are called off, or whose descriptor goes. */
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

/* Called off, and begun again by somebody else, before the first has heard of it. */
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

/* Ready and called off in one pass. */
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

/* A task that does it twice, though it is cancelled the first time. */
static int sends_twice(void *arg, void **result)
{
	fill(pair[0]);
	for (int i = 0; i < 2; i++)
		trace("%s", why(loop_sock_sendall(loop, pair[0], "x", 1)));
	return 0;
}

static int accepts_twice(void *listener, void **result)
{
	for (int i = 0; i < 2; i++) {
		int conn = loop_sock_accept(loop, *(int *)listener);
		trace("%s", conn >= 0 ? "accepted" : why(conn));
		if (conn >= 0)
			close(conn);
	}
	return 0;
}

static int cancels_once(CoroutineFn *fn, void *arg, double seconds)
{
	Task *task = asyncio_create_task(fn, arg);

	succeeds(asyncio_sleep(0.01));
	task_cancel(task);
	int error = asyncio_wait_for(task, seconds, NULL);
	trace("%s", why(error));
	return error;
}

static int again(void *arg, void **result)
{
	struct sockaddr_in address;
	int listener = listen_here(&address, 1), fd = new_socket();

	after(0.03, empty, &pair[1]);
	cancels_once(sends_twice, NULL, -1);
	Task *task = asyncio_create_task(accepts_twice, &listener);
	succeeds(asyncio_sleep(0.01));
	task_cancel(task);
	int error = connect_to(fd, &address);
	trace("%s", why(await(task, NULL)));
	trace("%s", why(error));
	loop_close_fd(loop, listener);
	loop_close_fd(loop, fd);
	return 0;
}

static void what_was_called_off_can_be_tried_again(void **state)
{
	run_on_both(again, "ECANCELED emptied 0 0 ECANCELED accepted 0 0");
}

/* The queue of the listener is full, so this one is not answered. */
static struct sockaddr_in crowded;

static int connects_twice(void *fd, void **result)
{
	for (int i = 0; i < 2; i++)
		trace("%s", why(connect_to(*(int *)fd, &crowded)));
	return 0;
}

static int knocks(void *arg, void **result)
{
	int listener = listen_here(&crowded, 0), fds[5], n = 0;

	for (int error = 0; n < 5 && error == 0; n++) {
		struct pollfd ready = { .events = POLLOUT };
		fds[n] = ready.fd = new_socket();
		connect(fds[n], (struct sockaddr *)&crowded, sizeof crowded);
		error = poll(&ready, 1, 30) == 1 ? 0 : -EAGAIN;
	}
	loop_close_fd(loop, fds[n - 1]);
	fds[n - 1] = new_socket();
	cancels_once(connects_twice, &fds[n - 1], 0.01);
	while (n-- > 0)
		loop_close_fd(loop, fds[n]);
	loop_close_fd(loop, listener);
	return 0;
}

static void a_connection_that_has_begun_is_waited_for(void **state)
{
	run_on_both(knocks, "ECANCELED ECANCELED 0");
}

/* Closed under who waits; and under one who was woken, but has not run. */
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

TESTS(T(who_is_cancelled_loses_no_data), T(the_next_one_may_wait_at_once),
      T(a_request_wins_over_data_that_stays), T(what_was_called_off_can_be_tried_again),
      T(a_connection_that_has_begun_is_waited_for),
      T(who_waits_for_what_is_closed_is_told), T(who_was_woken_is_told_too))

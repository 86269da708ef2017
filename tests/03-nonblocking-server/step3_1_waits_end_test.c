/* 3.3.1: waits that are refused, or that end otherwise. */
#include "both.h"
#include "io_tasks.h"

typedef struct Task {
	const char *name;
	int fd;
	Loop *loop;
	int other;
	Handle handle;
} Task;

static int waits_to_read(void *arg, void **result)
{
	Task *task = arg;

	trace("%s:%s", task->name, error_name(io_readable(task->fd)));
	return 0;
}

static int waits_to_write(void *arg, void **result)
{
	Task *task = arg;

	trace("%s:%s", task->name, error_name(io_writable(task->fd)));
	return 0;
}

static void add(Loop *loop, GeneratorFn *fn, Task *task)
{
	assert_int_equal(io_task_add(loop, generator_new(fn, task)), 0);
}

static void sends(void *arg)
{
	Task *task = arg;

	trace("%s:%d", task->name, (int)write(task->fd, "x", 1));
}

static void called_once(void *arg)
{
	Task *task = arg;

	trace("%s", task->name);
	handle_cancel(&task->handle);
}

static void waits_twice(Loop *loop)
{
	int pair[2];
	Task a = { "a", .fd = -1 }, b = { "b", .fd = -1 }, none = { "none", .fd = -1 };
	Task s = { "s", .handle = HANDLE(sends, &s) };

	open_pair(pair);
	a.fd = b.fd = pair[0];
	s.fd = pair[1];
	add(loop, waits_to_read, &a);
	add(loop, waits_to_read, &b);
	add(loop, waits_to_read, &none);
	add(loop, waits_to_write, &none);
	loop_call_later(loop, 0.01, &s.handle);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("b:EBUSY none:EBADF none:EBADF s:1 a:0");
	close_pair(pair);
}

static void only_one_task_waits_for_a_direction(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(waits_twice);
}

static void adds_a_reader(void *arg)
{
	Task *task = arg;
	int error = loop_add_reader(task->loop, task->fd, &task->handle);

	trace("%s:%s", task->name, error_name(error));
	error = loop_add_writer(task->loop, task->fd, &task->handle);
	trace("%s:%s", task->name, error_name(error));
}

static void task_and_callback(Loop *loop)
{
	int pair[2];
	Task a = { "a", .fd = -1 }, b = { "b", .fd = -1 };
	Task r = { "r", -1, loop, -1, HANDLE(called_once, &r) };
	Task s = { "s", .handle = HANDLE(sends, &s) };
	Handle adds = HANDLE(adds_a_reader, &r);

	open_pair(pair);
	a.fd = b.fd = r.fd = pair[0];
	s.fd = pair[1];
	add(loop, waits_to_read, &a);
	loop_call_soon(loop, &adds);
	loop_call_later(loop, 0.01, &s.handle);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("r:EBUSY r:0 r s:1 a:0");
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	add(loop, waits_to_read, &b);
	assert_int_equal(loop_run_forever(loop), 0);
	if (strcmp(traced() + traced_before, "r:EBUSY r:0 r s:1 a:0 r b:0") != 0)
		assert_traced("r:EBUSY r:0 r s:1 a:0 b:EBUSY r");
	close_pair(pair);
}

static void a_task_and_a_callback_keep_each_other_out(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(task_and_callback);
}

/* Closes the descriptor under those who wait for it. */
static void closes(void *arg)
{
	Task *task = arg;

	trace("closed:%d", loop_close_fd(task->loop, task->fd));
}

/* Makes it ready, and comes before those who are woken by that. */
static void sends_then_closes(void *arg)
{
	Task *task = arg;

	trace("sent:%d", (int)write(task->other, "x", 1));
	loop_call_soon(task->loop, &task->handle);
}

static void closes_under_them(Loop *loop)
{
	int pair[2], two[2];
	Task r = { "r", .fd = -1 }, w = { "w", .fd = -1 }, q = { "q", .fd = -1 };
	Task c = { "c", -1, loop, -1, HANDLE(closes, &c) };
	Task d = { "d", -1, loop, -1, HANDLE(closes, &d) };
	Handle later = HANDLE(sends_then_closes, &d);

	open_pair(pair);
	open_pair(two);
	r.fd = c.fd = pair[0];
	add(loop, waits_to_read, &r);
	loop_call_later(loop, 0.01, &c.handle);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("closed:0 r:EBADF");
	q.fd = w.fd = d.fd = two[0];
	d.other = two[1];
	add(loop, waits_to_read, &q);
	loop_call_soon(loop, &later);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("closed:0 r:EBADF sent:1 closed:0 q:EBADF");
	close(pair[1]);
	close(two[1]);
}

static void close_fd_wakes_who_waits_and_who_was_woken(void **state)
{
	on_both(closes_under_them);
}

/* Closes it, and has another pair at the same number. */
static void closes_and_reuses(void *arg)
{
	Task *task = arg;

	trace("closed:%d", loop_close_fd(task->loop, task->fd));
	reuse_number(task->fd, &task->other);
	trace("put:%d", (int)write(task->other, "x", 1));
}

static int waits_twice_over(void *arg, void **result)
{
	waits_to_read(arg, NULL);
	return waits_to_read(arg, NULL);
}

static void uses_the_number_again(Loop *loop)
{
	int pair[2];
	Task a = { "a", .fd = -1 }, c = { .fd = -1, .loop = loop };
	Handle closing = HANDLE(closes_and_reuses, &c);

	open_pair(pair);
	a.fd = c.fd = pair[0];
	add(loop, waits_twice_over, &a);
	loop_call_later(loop, 0.01, &closing);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("closed:0 put:1 a:EBADF a:0");
	assert_int_equal(loop_close_fd(loop, pair[0]), 0);
	add(loop, waits_to_read, &a);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("closed:0 put:1 a:EBADF a:0 a:EBADF");
	close_pair((int[]){ pair[1], c.other });
}

static void a_closed_number_can_be_waited_for_again(void **state)
{
	on_both(uses_the_number_again);
}

static int takes_a_turn(void *arg, void **result)
{
	return waits_to_read(arg, result) + generator_yield(NULL, NULL);
}

static int only_yields(void *arg, void **result)
{
	return generator_yield(NULL, NULL);
}

/* After a task has had its turn, too. */
static void asks_to_wait(void *arg)
{
	waits_to_read(arg, NULL);
	waits_to_write(arg, NULL);
}

static void no_task_waits(Loop *loop)
{
	int pair[2];
	Task a = { "a", .fd = -1 };
	Handle callback = HANDLE(asks_to_wait, &a);
	Generator *by_hand = generator_new(takes_a_turn, &a);

	open_pair(pair);
	a.fd = pair[0];
	assert_int_equal(io_readable(pair[0]), -EPERM);
	assert_int_equal(io_writable(pair[0]), -EPERM);
	assert_int_equal(generator_next(by_hand, NULL), 1);
	generator_free(by_hand);
	add(loop, only_yields, &a);
	loop_call_soon(loop, &callback);
	succeeds(task_list_add(loop, generator_new(takes_a_turn, &a)));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("a:EPERM a:EPERM a:EPERM a:EPERM");
	close_pair(pair);
}

static void only_tasks_can_wait(void **state)
{
	on_both(no_task_waits);
}

TESTS(T(only_one_task_waits_for_a_direction),
      T(a_task_and_a_callback_keep_each_other_out),
      T(close_fd_wakes_who_waits_and_who_was_woken),
      T(a_closed_number_can_be_waited_for_again), T(only_tasks_can_wait))

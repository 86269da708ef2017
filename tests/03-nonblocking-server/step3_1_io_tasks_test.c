/* 3.3.1: generators that wait for descriptors. */
#include "both.h"
#include "io_tasks.h"

typedef struct Task {
	const char *name;
	int fd;
	int times;
} Task;

/* Reads a byte whenever there is one, so many times. */
static int reads(void *arg, void **result)
{
	Task *task = arg;
	int error = 0;
	char c;

	for (int i = 0; i < task->times && error == 0; i++) {
		error = io_readable(task->fd);
		if (error == 0 && read(task->fd, &c, 1) == 1)
			trace("%s%c", task->name, c);
		else
			trace("%s:%s", task->name, error_name(error));
	}
	return 0;
}

/* Writes its name whenever there is room. */
static int writes(void *arg, void **result)
{
	Task *task = arg;
	int error = 0;

	for (int i = 0; i < task->times && error == 0; i++) {
		error = io_writable(task->fd);
		trace("%s:%s", task->name, error_name(error));
		if (error == 0)
			trace("%d", (int)write(task->fd, task->name, 1));
	}
	return 0;
}

static int yields(void *arg, void **result)
{
	Task *task = arg;
	int error = 0;

	for (int i = 1; i <= task->times && error == 0; i++) {
		trace("%s%d", task->name, i);
		error = generator_yield(NULL, NULL);
	}
	return error;
}

static void add(Loop *loop, GeneratorFn *fn, Task *task)
{
	assert_int_equal(io_task_add(loop, generator_new(fn, task)), 0);
}

/* A callback: the other side writes. */
static void sends(void *arg)
{
	Task *task = arg;

	trace("%s:%d", task->name, (int)write(task->fd, "x", 1));
}

static void sleeps_until_data_come(Loop *loop)
{
	int pair[2];
	Task r = { "r", -1, 2 }, s = { "s", -1, 0 };
	Handle first = HANDLE(sends, &s), second = HANDLE(sends, &s);

	open_pair(pair);
	r.fd = pair[0];
	s.fd = pair[1];
	add(loop, reads, &r);
	loop_call_later(loop, 0.01, &first);
	loop_call_later(loop, 0.02, &second);
	assert_traced("");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("s:1 rx s:1 rx");
	close_pair(pair);
}

static void a_task_sleeps_until_data_come(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(sleeps_until_data_come);
}

static void comes_from_outside(Loop *loop)
{
	int pair[2];
	Task r = { "r", -1, 3 };

	open_pair(pair);
	r.fd = pair[0];
	add(loop, reads, &r);
	pid_t child = put_later(pair[1], "abc");
	assert_int_equal(loop_run_forever(loop), 0);
	waitpid(child, NULL, 0);
	assert_traced("ra rb rc");
	close_pair(pair);
}

static void a_loop_goes_on_while_a_task_waits(void **state)
{
	on_both(comes_from_outside);
}

static void yields_meanwhile(Loop *loop)
{
	int pair[2];
	Task r = { "r", -1, 1 }, y = { "y", -1, 3 }, s = { "s", -1, 0 };
	Handle sending = HANDLE(sends, &s);

	open_pair(pair);
	r.fd = pair[0];
	s.fd = pair[1];
	add(loop, reads, &r);
	add(loop, yields, &y);
	loop_call_later(loop, 0.01, &sending);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("y1 y2 y3 s:1 rx");
	close_pair(pair);
}

static void who_merely_yields_has_a_turn_in_each_pass(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(yields_meanwhile);
}

/* Waits, and then merely yields: by then it waits no more. */
static int waits_then_yields(void *arg, void **result)
{
	reads(arg, NULL);
	return yields(arg, NULL);
}

static void yields_behind_a_wait(Loop *loop)
{
	int pair[2];
	Task w = { "w", -1, 2 };

	open_pair(pair);
	w.fd = pair[0];
	put(pair[1], "ab");
	add(loop, waits_then_yields, &w);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("wa wb w1 w2");
	close_pair(pair);
}

static void a_task_that_has_waited_and_then_yields_has_its_turns(void **state)
{
	on_both(yields_behind_a_wait);
}

/* Fills what it writes to, so that the next one must wait. */
static void fill(int fd)
{
	static const char block[4096];

	while (write(fd, block, sizeof block) > 0)
		;
}

static void drains(void *arg)
{
	char block[65536];

	trace("drained");
	while (read(*(int *)arg, block, sizeof block) > 0)
		;
}

static void waits_for_both(Loop *loop)
{
	int pair[2];
	Task r = { "r", -1, 2 }, w = { "w", -1, 1 }, s = { "s", -1, 0 };
	Handle first = HANDLE(sends, &s), second = HANDLE(drains, &pair[1]);
	Handle third = HANDLE(sends, &s);

	open_pair(pair);
	r.fd = w.fd = pair[0];
	s.fd = pair[1];
	fill(pair[0]);
	add(loop, writes, &w);
	add(loop, reads, &r);
	loop_call_later(loop, 0.01, &first);
	loop_call_later(loop, 0.02, &second);
	loop_call_later(loop, 0.03, &third);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("s:1 rx drained w:0 1 s:1 rx");
	close_pair(pair);
}

static void two_tasks_wait_for_the_two_directions(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(waits_for_both);
}

static void tries_files(Loop *loop)
{
	Task w = { "w", open("/dev/null", O_RDWR), 2 };
	Task r = { "r", w.fd, 2 };

	add(loop, writes, &w);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("w:0 1 w:0 1");
	add(loop, reads, &r);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("w:0 1 w:0 1 r:0 r:0");
	assert_int_equal(loop_close_fd(loop, w.fd), 0);
}

static void a_task_never_waits_long_for_a_file(void **state)
{
	if (without_files())
		skip_because("files are rung 3.2.7, which may be skipped");
	on_both(tries_files);
}

/* A generator inside of the task waits; what it yields the task takes. */
static int waits_and_yields(void *arg, void **result)
{
	reads(arg, NULL);
	succeeds(generator_yield("yielded", NULL));
	reads(arg, NULL);
	return 0;
}

static int drives(void *arg, void **result)
{
	Generator *inner = generator_new(waits_and_yields, arg);
	void *value = NULL;

	while (generator_next(inner, &value) == 1)
		trace("%s", value == NULL ? "NULL" : (const char *)value);
	generator_free(inner);
	return 0;
}

static int delegates(void *arg, void **result)
{
	Generator *inner = generator_new(reads, arg);
	int error = generator_yield_from(inner, NULL);

	generator_free(inner);
	trace("done");
	return error;
}

static void waits_inside(Loop *loop)
{
	int pair[2], other[2];
	Task r = { "r", -1, 1 }, q = { "q", -1, 2 };

	open_pair(pair);
	open_pair(other);
	r.fd = pair[0];
	q.fd = other[0];
	add(loop, drives, &r);
	pid_t child = put_later(pair[1], "ab");
	assert_int_equal(loop_run_forever(loop), 0);
	waitpid(child, NULL, 0);
	assert_traced("ra yielded rb");
	add(loop, delegates, &q);
	child = put_later(other[1], "cd");
	assert_int_equal(loop_run_forever(loop), 0);
	waitpid(child, NULL, 0);
	assert_traced("ra yielded rb qc qd done");
	close_pair(pair);
	close_pair(other);
}

static void a_wait_deep_inside_pauses_the_task(void **state)
{
	on_both(waits_inside);
}

TESTS(T(a_task_sleeps_until_data_come), T(a_loop_goes_on_while_a_task_waits),
      T(who_merely_yields_has_a_turn_in_each_pass),
      T(a_task_that_has_waited_and_then_yields_has_its_turns),
      T(two_tasks_wait_for_the_two_directions), T(a_task_never_waits_long_for_a_file),
      T(a_wait_deep_inside_pauses_the_task))

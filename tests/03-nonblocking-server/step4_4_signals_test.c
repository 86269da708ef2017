/* 3.4.4: signals as callbacks. */
#include "caught.h"

static void raises(void *arg)
{
	raise(SIGUSR1);
	trace("%s", (const char *)arg);
}

static void comes_later(Loop *loop)
{
	Catcher c = { "caught", loop, 1, HANDLE(catches, &c) };
	Handle r = HANDLE(raises, "after");

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	loop_call_soon(loop, &r);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("after caught");
	assert_false(is_caught(SIGUSR1));
}

static void the_callback_comes_in_a_pass_after_what_runs(void **state)
{
	on_both(comes_later);
}

/* Another process sends it, in a moment. */
static void kill_later(void)
{
	pid_t parent = getpid();

	fflush(NULL);
	if (fork() != 0)
		return;
	usleep(30000);
	kill(parent, SIGUSR1);
	_exit(0);
}

static void catches_another(void *arg)
{
	Catcher *catcher = arg;

	catches(catcher);
	if (catcher->times > 0)
		kill_later();
}

static void is_woken(Loop *loop)
{
	Catcher c = { "caught", loop, 2, HANDLE(catches_another, &c) };

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	kill_later();
	assert_int_equal(loop_run_forever(loop), 0);
	while (wait(NULL) > 0)
		;
	assert_traced("caught caught");
}

static void a_loop_sleeps_until_a_signal_comes(void **state)
{
	on_both(is_woken);
}

static void replaces(Loop *loop)
{
	Catcher one = { "one", loop, 1, HANDLE(catches, &one) };
	Catcher two = { "two", loop, 1, HANDLE(catches, &two) };

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &one.handle), 0);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &two.handle), 0);
	assert_int_equal(loop_call_soon(loop, &one.handle), 0);
	handle_cancel(&one.handle);
	assert_true(is_caught(SIGUSR1));
	raise(SIGUSR1);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("two");
}

static void the_second_takes_the_place_of_the_first(void **state)
{
	on_both(replaces);
}

static void refuses(Loop *loop)
{
	static const int none[] = { SIGKILL, SIGSTOP, 0, -1, 9999 };
	Catcher c = { "caught", loop, 9, HANDLE(catches, &c) };

	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		assert_int_equal(loop_add_signal_handler(loop, none[i], &c.handle),
		                 -EINVAL);
		assert_int_equal(loop_remove_signal_handler(loop, none[i]), 0);
	}
	assert_int_equal(loop_call_soon(loop, &c.handle), 0);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), -EBUSY);
	assert_false(is_caught(SIGUSR1));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("caught");
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR2, &c.handle), -EBUSY);
	assert_false(is_caught(SIGUSR2));
	handle_cancel(&c.handle);
}

static void what_is_no_signal_is_refused(void **state)
{
	on_both(refuses);
}

/* Its number is still in the pipe when the handle is there again. */
static void comes_back(Loop *loop)
{
	Catcher a = { "a", loop, 1, HANDLE(catches, &a) };
	Handle end = HANDLE(stop, loop);

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &a.handle), 0);
	assert_true(is_caught(SIGUSR1));
	raise(SIGUSR1);
	handle_cancel(&a.handle);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &a.handle), 0);
	loop_call_later(loop, 0.05, &end);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("");
	raise(SIGUSR1);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("a");
}

static void what_comes_back_misses_what_came_before_it_left(void **state)
{
	on_both(comes_back);
}

/* Without a descriptor for the pipe. */
static void has_no_pipe(Loop *loop)
{
	struct rlimit before, none;
	Catcher a = { "a", loop, 1, HANDLE(catches, &a) };

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = (struct rlimit){ 3, before.rlim_max };
	setrlimit(RLIMIT_NOFILE, &none);
	int error = loop_add_signal_handler(loop, SIGUSR1, &a.handle);
	setrlimit(RLIMIT_NOFILE, &before);
	assert_int_equal(error, -EMFILE);
	assert_false(is_caught(SIGUSR1));
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &a.handle), 0);
	assert_true(is_caught(SIGUSR1));
	handle_cancel(&a.handle);
}

static void where_there_can_be_no_pipe_the_caller_hears_why(void **state)
{
	if (getenv("RUN_UNDER") != NULL) {
		printf("SKIPPED: valgrind and qemu keep limits of their own\n");
		Loop *loop = asyncio_new_event_loop();
		assert_non_null(loop);
		assert_int_equal(loop_add_signal_handler(loop, 0, NULL), -EINVAL);
		return;
	}
	on_both(has_no_pipe);
}

typedef struct Rival {
	Handle handle;
	struct Rival *other;
} Rival;

/* Each of the two cancels the other. */
static void cancels_its_rival(void *arg)
{
	Rival *rival = arg;

	trace("called");
	handle_cancel(&rival->other->handle);
	handle_cancel(&rival->handle);
}

static void two_come_together(Loop *loop)
{
	Rival a = { HANDLE(cancels_its_rival, &a), NULL };
	Rival b = { HANDLE(cancels_its_rival, &b), &a };

	a.other = &b;
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &a.handle), 0);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR2, &b.handle), 0);
	assert_true(is_caught(SIGUSR1) && is_caught(SIGUSR2));
	raise(SIGUSR1);
	raise(SIGUSR2);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("called");
}

static void a_callback_that_is_due_can_still_be_cancelled(void **state)
{
	on_both(two_come_together);
}

static void had_a_deadline(Loop *loop)
{
	Catcher c = { "caught", loop, 1, HANDLE(catches, &c) };

	loop_call_later(loop, 1, &c.handle);
	handle_cancel(&c.handle);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_compared(c.handle.when, ==, INFINITY);
	handle_cancel(&c.handle);
}

static void a_handle_of_a_signal_has_no_deadline_although_it_had_one(void **state)
{
	on_both(had_a_deadline);
}

TESTS(T(the_callback_comes_in_a_pass_after_what_runs),
      T(a_loop_sleeps_until_a_signal_comes),
      T(the_second_takes_the_place_of_the_first),
      T(what_is_no_signal_is_refused),
      T(a_callback_that_is_due_can_still_be_cancelled),
      T(a_handle_of_a_signal_has_no_deadline_although_it_had_one),
      T(what_comes_back_misses_what_came_before_it_left),
      T(where_there_can_be_no_pipe_the_caller_hears_why))

/* Step 4.1: signals as callbacks. */
#include "caught.h"

typedef struct Catcher {
	const char *name;
	Loop *loop;
	int left; /* to be called so often, and then removed */
	Handle handle;
} Catcher;

static void catches(void *arg)
{
	Catcher *catcher = arg;

	trace("%s%s", catcher->name,
	      asyncio_get_running_loop() == catcher->loop ? "" : ":outside");
	if (--catcher->left == 0)
		handle_cancel(&catcher->handle);
}

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
	if (catcher->left > 0)
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

static void removes(Loop *loop)
{
	Catcher c = { "caught", loop, 9, HANDLE(catches, &c) };

	assert_int_equal(loop_remove_signal_handler(loop, SIGUSR1), 0);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	assert_int_equal(loop_remove_signal_handler(loop, SIGUSR1), 1);
	assert_false(is_caught(SIGUSR1));
	assert_int_equal(loop_remove_signal_handler(loop, SIGUSR1), 0);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	handle_cancel(&c.handle);
	assert_false(is_caught(SIGUSR1));
	assert_int_equal(loop_remove_signal_handler(loop, SIGUSR1), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("");
}

static void removing_it_brings_the_default_back(void **state)
{
	on_both(removes);
}

static void removes_and_raises(void)
{
	Loop *loop = asyncio_new_event_loop();
	Catcher c = { "caught", loop, 9, HANDLE(catches, &c) };

	if (loop_add_signal_handler(loop, SIGTERM, &c.handle) < 0 || !is_caught(SIGTERM))
		_exit(1);
	loop_free(loop);
	raise(SIGTERM);
}

static void a_freed_loop_brings_the_default_back(void **state)
{
	assert_int_equal(run_child(removes_and_raises), -SIGTERM);
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
	loop_close(loop);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), -ESHUTDOWN);
}

static void what_is_no_signal_is_refused(void **state)
{
	on_both(refuses);
}

static void closes(Loop *loop)
{
	Catcher one = { "one", loop, 9, HANDLE(catches, &one) };
	Catcher two = { "two", loop, 9, HANDLE(catches, &two) };

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &one.handle), 0);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR2, &two.handle), 0);
	assert_true(is_caught(SIGUSR1));
	assert_true(is_caught(SIGUSR2));
	raise(SIGUSR1);
	assert_int_equal(loop_close(loop), 0);
	assert_false(is_caught(SIGUSR1));
	assert_false(is_caught(SIGUSR2));
	assert_int_equal(loop_remove_signal_handler(loop, SIGUSR1), 0);
	handle_cancel(&one.handle);
	handle_cancel(&two.handle);
	assert_traced("");
}

static void a_closed_loop_brings_the_defaults_back(void **state)
{
	on_both(closes);
}

static void child_frees(Loop *loop)
{
	Catcher c = { "caught", loop, 1, HANDLE(catches, &c) };
	Handle late = HANDLE(stop, loop);

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		loop_free(loop);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	raise(SIGUSR1);
	loop_call_later(loop, 1, &late);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("caught");
}

static void a_child_that_frees_its_copy_leaves_us_our_signals(void **state)
{
	on_both(child_frees);
}

static void a_freed_loop_closes_both_ends_of_its_pipe(void **state)
{
	for (int i = 0; i < SELECTOR_NAMES; i++) {
		int before = open_descriptors();
		setenv("ASYNCIO_SELECTOR", selector_names[i], 1);
		Loop *loop = asyncio_new_event_loop();
		Catcher c = { "caught", loop, 1, HANDLE(catches, &c) };
		assert_non_null(loop);
		int without = open_descriptors();
		assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
		assert_int_equal(open_descriptors(), without + 2);
		loop_free(loop);
		assert_int_equal(open_descriptors(), before);
	}
}

TESTS(T(the_callback_comes_in_a_pass_after_what_runs),
      T(a_loop_sleeps_until_a_signal_comes), T(the_second_takes_the_place_of_the_first),
      T(removing_it_brings_the_default_back), T(a_freed_loop_brings_the_default_back),
      T(what_is_no_signal_is_refused), T(a_closed_loop_brings_the_defaults_back),
      T(a_child_that_frees_its_copy_leaves_us_our_signals),
      T(a_freed_loop_closes_both_ends_of_its_pipe))

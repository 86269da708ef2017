/* 3.4.6: signals that are given back, when they are removed and when the loop is
 * closed. */
#include "caught.h"

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

static void is_closed(Loop *loop)
{
	Catcher c = { "caught", loop, 9, HANDLE(catches, &c) };

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	loop_close(loop);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), -ESHUTDOWN);
	assert_false(is_caught(SIGUSR1));
}

static void a_closed_loop_refuses_signals(void **state)
{
	on_both(is_closed);
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

static void raises_and_removes(void *arg)
{
	Catcher *catcher = arg;

	raise(SIGUSR1);
	trace("%d", loop_remove_signal_handler(catcher->loop, SIGUSR1));
}

static void raises_and_cancels(void *arg)
{
	Catcher *catcher = arg;

	raise(SIGUSR2);
	handle_cancel(&catcher->handle);
}

static void comes_too_late(Loop *loop)
{
	Catcher a = { "a", loop, 1, HANDLE(catches, &a) };
	Catcher b = { "b", loop, 1, HANDLE(catches, &b) };
	Catcher kept = { "kept", loop, 1, HANDLE(catches, &kept) };
	Handle first = HANDLE(raises_and_removes, &a);
	Handle second = HANDLE(raises_and_cancels, &b);

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &a.handle), 0);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR2, &b.handle), 0);
	assert_int_equal(loop_add_signal_handler(loop, SIGTERM, &kept.handle), 0);
	assert_true(is_caught(SIGUSR1) && is_caught(SIGUSR2) && is_caught(SIGTERM));
	loop_call_soon(loop, &first);
	loop_call_soon(loop, &second);
	raise(SIGTERM);
	assert_int_equal(loop_run_forever(loop), 0);
	if (strcmp(traced() + traced_before, "kept 1") != 0)
		assert_traced("1 kept");
}

static void what_is_removed_misses_what_came_before(void **state)
{
	on_both(comes_too_late);
}

TESTS(T(removing_it_brings_the_default_back),
      T(a_freed_loop_brings_the_default_back),
      T(a_closed_loop_brings_the_defaults_back),
      T(a_closed_loop_refuses_signals),
      T(a_freed_loop_closes_both_ends_of_its_pipe),
      T(what_is_removed_misses_what_came_before))

/* 3.4.7: a signal that interrupts a run. */
#include "caught.h"

/* An interrupt keeps no loop alive, but when it has come it is heard. */
static void interrupts(Loop *loop)
{
	Catcher a = { "a", loop, 1, HANDLE(catches, &a) };

	assert_int_equal(signal_add_interrupt(loop, SIGUSR1, &a.handle), 0);
	assert_true(is_caught(SIGUSR1));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("");
	raise(SIGUSR1);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("a");
	assert_int_equal(signal_add_interrupt(loop, SIGUSR1, &a.handle), 0);
	raise(SIGUSR1);
	assert_true(signal_take_back(&a.handle));
	assert_false(signal_take_back(&a.handle));
	assert_false(is_caught(SIGUSR1));
	assert_int_equal(signal_add_interrupt(loop, SIGUSR1, &a.handle), 0);
	assert_false(signal_take_back(&a.handle));
}

static void an_interrupt_that_has_come_is_heard_by_a_loop_with_nothing_to_do(void **state)
{
	on_both(interrupts);
}

static void insists(const char *selector, bool replaced)
{
	setenv("ASYNCIO_SELECTOR", selector, 1);
	Loop *loop = asyncio_new_event_loop();
	Catcher a = { "a", loop, 1, HANDLE(catches, &a) };
	Catcher b = { "b", loop, 1, HANDLE(catches, &b) };

	if (signal_add_interrupt(loop, SIGUSR1, &a.handle) < 0 || !is_caught(SIGUSR1))
		_exit(1);
	if (replaced)
		succeeds(loop_add_signal_handler(loop, SIGUSR1, &b.handle));
	raise(SIGUSR1);
	printf("once ");
	fflush(stdout);
	raise(SIGUSR1);
	printf("twice");
	succeeds(loop_run_forever(loop));
	printf(" %s", traced());
}

static void insists_with_the_first(void)
{
	insists(selector_names[0], false);
}

static void insists_with_poll(void)
{
	insists("poll", false);
}

static void insists_in_vain(void)
{
	insists("poll", true);
}

static void an_interrupt_that_comes_again_before_it_was_heard_ends_us(void **state)
{
	assert_int_equal(run_child(insists_with_the_first), -SIGUSR1);
	assert_text(program_output, "once ");
	assert_int_equal(run_child(insists_with_poll), -SIGUSR1);
	assert_text(program_output, "once ");
	assert_int_equal(run_child(insists_in_vain), 0);
	assert_text(program_output, "once twice b");
}

static void is_no_signals(Loop *loop)
{
	Catcher a = { "called", loop, 1, HANDLE(catches, &a) };
	Catcher b = { "b", loop, 1, HANDLE(catches, &b) };

	assert_int_equal(signal_add_interrupt(loop, SIGUSR1, &b.handle), 0);
	assert_true(is_caught(SIGUSR1));
	raise(SIGUSR1);
	assert_true(signal_take_back(&b.handle)); /* that one was the signal's */
	assert_false(signal_take_back(&a.handle));
	loop_call_soon(loop, &a.handle);
	assert_false(signal_take_back(&a.handle));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("called");
}

static void a_handle_that_is_no_signals_is_not_taken_back(void **state)
{
	on_both(is_no_signals);
}

TESTS(T(an_interrupt_that_has_come_is_heard_by_a_loop_with_nothing_to_do),
      T(an_interrupt_that_comes_again_before_it_was_heard_ends_us),
      T(a_handle_that_is_no_signals_is_not_taken_back))

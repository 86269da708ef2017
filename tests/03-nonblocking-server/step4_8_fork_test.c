/* 3.4.8: signals of a process that has forked. */
#include "counter.h"

/* The child's signal has not been counted, and the next one, which is ours, is. */
static void only_ours_is_counted(Loop *loop, Counter *counter)
{
	make_passes(loop);
	assert_int_equal(counter->calls, 0);
	assert_true(is_caught(SIGUSR1));
	raise(SIGUSR1);
	make_passes(loop);
	assert_int_equal(counter->calls, 1);
	handle_cancel(&counter->handle);
}

static void child_is_signalled(Loop *loop)
{
	Counter c = { loop, 0, HANDLE(counts_and_stops, &c) };
	int ends[2];
	char byte;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		put(ends[1], is_caught(SIGUSR1) ? "c" : "d");
		sleep(5);
		_exit(1);
	}
	assert_int_equal(read(ends[0], &byte, 1), 1);
	assert_true(is_caught(SIGUSR1));
	kill(child, SIGUSR1);
	assert_int_equal(child_status(child), -SIGUSR1);
	assert_int_equal(byte, 'd');
	only_ours_is_counted(loop, &c);
	close_pair(ends);
}

static void a_signal_that_a_child_is_sent_is_not_its_parents(void **state)
{
	on_both(child_is_signalled);
}

/* vfork calls no handlers of pthread_atfork, and the child has our memory. */
static void child_of_vfork_is_signalled(Loop *loop)
{
	Counter c = { loop, 0, HANDLE(counts_and_stops, &c) };

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	fflush(NULL);
	pid_t child = vfork();
	if (child == 0) {
		kill(getpid(), SIGUSR1);
		_exit(1);
	}
	assert_int_equal(child_status(child), -SIGUSR1);
	only_ours_is_counted(loop, &c);
}

static void nor_is_one_of_a_child_that_has_not_run_its_program_yet(void **state)
{
	on_both(child_of_vfork_is_signalled);
}

static void child_handles(Loop *loop)
{
	Counter c = { loop, 0, HANDLE(counts_and_stops, &c) };

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	if (is_forked()) {
		Loop *own = asyncio_new_event_loop();
		Counter d = { own, 0, HANDLE(counts_and_stops, &d) };
		Handle late = HANDLE(stop, own);
		if (loop_add_signal_handler(own, SIGUSR1, &d.handle) < 0)
			_exit(1);
		handle_cancel(&c.handle); /* it has left long ago */
		loop_free(loop);
		if (!is_caught(SIGUSR1))
			_exit(2);
		raise(SIGUSR1);
		loop_call_later(own, 2, &late);
		succeeds(loop_run_forever(own));
		_exit(d.calls == 1 && c.calls == 0 ? 3 : 4);
	}
	assert_traced("child:3");
	only_ours_is_counted(loop, &c);
}

static void a_child_may_handle_the_same_signal_with_a_loop_of_its_own(void **state)
{
	on_both(child_handles);
}

TESTS(T(a_signal_that_a_child_is_sent_is_not_its_parents),
      T(nor_is_one_of_a_child_that_has_not_run_its_program_yet),
      T(a_child_may_handle_the_same_signal_with_a_loop_of_its_own))

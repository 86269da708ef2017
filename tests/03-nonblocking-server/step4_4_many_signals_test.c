/* 3.4.4: many signals, signals that come too often, and a signal that two loops want. */
#include "caught.h"

static void counts(void *arg)
{
	Catcher *catcher = arg;

	trace("caught");
	catcher->name = "caught";
	handle_cancel(&catcher->handle);
}

static void catches_all(Loop *loop)
{
	static const int signals[] = { SIGHUP,  SIGINT,  SIGQUIT, SIGTERM,
		                       SIGUSR1, SIGUSR2, SIGCONT, SIGWINCH };
	enum { N = sizeof signals / sizeof *signals };
	Catcher catchers[N];

	for (int i = 0; i < N; i++) {
		Catcher *c = &catchers[i];
		*c = (Catcher){ "missed", loop, 1, HANDLE(counts, c) };
		assert_int_equal(loop_add_signal_handler(loop, signals[i], &c->handle),
		                 0);
		assert_true(is_caught(signals[i]));
	}
	for (int i = N; i-- > 0;)
		raise(signals[i]);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("caught caught caught caught caught caught caught caught");
	for (int i = 0; i < N; i++)
		assert_text(catchers[i].name, "caught");
}

static void many_signals_have_a_handler_each(void **state)
{
	on_both(catches_all);
}

static int missing;

static void stops_when_all_have_come(void *arg)
{
	Catcher *catcher = arg;

	catches(catcher);
	if (--missing == 0)
		loop_stop(catcher->loop);
}

/* The loop does not run meanwhile: the pipe must have room for what they leave there. */
static void floods(Loop *loop)
{
	Catcher often = { "often", loop, 1,
		          HANDLE(stops_when_all_have_come, &often) };
	Catcher last = { "last", loop, 1, HANDLE(stops_when_all_have_come, &last) };
	Handle patience = HANDLE(stop, loop);

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &often.handle), 0);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR2, &last.handle), 0);
	assert_true(is_caught(SIGUSR1) && is_caught(SIGUSR2));
	errno = 0;
	for (int i = 0; i < HUNDRED_THOUSAND; i++)
		raise(SIGUSR1);
	raise(SIGUSR2);
	assert_int_equal(errno, 0);
	missing = 2;
	loop_call_later(loop, 2, &patience);
	assert_int_equal(loop_run_forever(loop), 0);
	handle_cancel(&patience);
	if (strcmp(traced() + traced_before, "last often") != 0)
		assert_traced("often last");
}

static void a_flood_of_one_signal_loses_no_other(void **state)
{
	on_both(floods);
}

/* Another process sends all the time, while this one changes its handler. */
static void changes_under_fire(void)
{
	Loop *loop = asyncio_new_event_loop();
	Catcher a = { "a", loop, 1, HANDLE(catches, &a) };
	Catcher b = { "b", loop, 1, HANDLE(catches, &b) };
	pid_t parent = getpid();

	if (loop_add_signal_handler(loop, SIGUSR1, &a.handle) < 0 || !is_caught(SIGUSR1))
		_exit(1);
	pid_t child = fork();
	while (child == 0)
		if (kill(parent, SIGUSR1) < 0 || getppid() != parent)
			_exit(0);
	for (int i = 0; i < TEN_THOUSAND; i++)
		succeeds(loop_add_signal_handler(
			loop, SIGUSR1, i % 2 == 0 ? &b.handle : &a.handle));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	raise(SIGUSR1);
	succeeds(loop_run_forever(loop));
	loop_free(loop);
	printf("%s", traced());
}

static void changing_the_handler_never_lets_the_default_in(void **state)
{
	assert_int_equal(run_child(changes_under_fire), 0);
	assert_printed("a");
}

static void has_it_already(Loop *loop)
{
	Loop *second = asyncio_new_event_loop();
	Catcher a = { "a", loop, 1, HANDLE(catches, &a) };
	Catcher b = { "b", second, 1, HANDLE(catches, &b) };

	assert_non_null(second);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &a.handle), 0);
	assert_int_equal(loop_add_signal_handler(second, SIGUSR1, &b.handle), -EBUSY);
	assert_int_equal(loop_remove_signal_handler(second, SIGUSR1), 0);
	assert_true(is_caught(SIGUSR1));
	raise(SIGUSR1);
	assert_int_equal(loop_run_forever(second), 0);
	assert_traced("");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("a");
	assert_int_equal(loop_add_signal_handler(second, SIGUSR1, &b.handle), 0);
	assert_true(is_caught(SIGUSR1));
	raise(SIGUSR1);
	assert_int_equal(loop_run_forever(second), 0);
	assert_traced("a b");
	/* The first has one that it has not looked at when it leaves. */
	loop_remove_signal_handler(second, SIGUSR1);
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &a.handle), 0);
	raise(SIGUSR1);
	handle_cancel(&a.handle);
	assert_int_equal(loop_add_signal_handler(second, SIGUSR1, &b.handle), 0);
	raise(SIGUSR1);
	assert_int_equal(loop_run_forever(second), 0);
	assert_traced("a b b");
	loop_free(second);
}

static void another_loop_has_the_signal(void **state)
{
	on_both(has_it_already);
}

TESTS(T(many_signals_have_a_handler_each),
      T(a_flood_of_one_signal_loses_no_other),
      T(changing_the_handler_never_lets_the_default_in),
      T(another_loop_has_the_signal))

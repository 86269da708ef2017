/* Step 4.2: signals that come too late, too often, and for another loop. */
#include "caught.h"

typedef struct Catcher {
	const char *name;
	Loop *loop;
	int signo;
	Handle handle;
} Catcher;

static void catches(void *arg)
{
	Catcher *catcher = arg;

	trace("%s", catcher->name);
	handle_cancel(&catcher->handle);
}

static void raises_and_removes(void *arg)
{
	Catcher *catcher = arg;

	raise(catcher->signo);
	trace("%d", loop_remove_signal_handler(catcher->loop, catcher->signo));
}

static void raises_and_cancels(void *arg)
{
	Catcher *catcher = arg;

	raise(catcher->signo);
	handle_cancel(&catcher->handle);
}

static void comes_too_late(Loop *loop)
{
	Catcher a = { "a", loop, SIGUSR1, HANDLE(catches, &a) };
	Catcher b = { "b", loop, SIGUSR2, HANDLE(catches, &b) };
	Catcher kept = { "kept", loop, SIGTERM, HANDLE(catches, &kept) };
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

static void has_it_already(Loop *loop)
{
	Loop *second = asyncio_new_event_loop();
	Catcher a = { "a", loop, SIGUSR1, HANDLE(catches, &a) };
	Catcher b = { "b", second, SIGUSR1, HANDLE(catches, &b) };

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
		*c = (Catcher){ "missed", loop, signals[i], HANDLE(counts, c) };
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

/* Nobody reads meanwhile: what they leave behind has room, or none is needed. */
static void floods(Loop *loop)
{
	Catcher often = { "often", loop, SIGUSR1,
		          HANDLE(stops_when_all_have_come, &often) };
	Catcher last = { "last", loop, SIGUSR2, HANDLE(stops_when_all_have_come, &last) };
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
	Catcher a = { "a", loop, SIGUSR1, HANDLE(catches, &a) };
	Catcher b = { "b", loop, SIGUSR1, HANDLE(catches, &b) };
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

/* Its number is still in the pipe when the handle is there again. */
static void comes_back(Loop *loop)
{
	Catcher a = { "a", loop, SIGUSR1, HANDLE(catches, &a) };
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

/* An interrupt keeps no loop alive, but when it has come it is heard. */
static void interrupts(Loop *loop)
{
	Catcher a = { "a", loop, SIGUSR1, HANDLE(catches, &a) };

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
	Catcher a = { "a", loop, SIGUSR1, HANDLE(catches, &a) };
	Catcher b = { "b", loop, SIGUSR1, HANDLE(catches, &b) };

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

static void insists_with_epoll(void)
{
	insists("epoll", false);
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
	assert_int_equal(run_child(insists_with_epoll), -SIGUSR1);
	assert_text(program_output, "once ");
	assert_int_equal(run_child(insists_with_poll), -SIGUSR1);
	assert_text(program_output, "once ");
	assert_int_equal(run_child(insists_in_vain), 0);
	assert_text(program_output, "once twice b");
}

/* Without a descriptor for the pipe. */
static void has_no_pipe(Loop *loop)
{
	struct rlimit before, none;
	Catcher a = { "a", loop, SIGUSR1, HANDLE(catches, &a) };

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

TESTS(T(what_is_removed_misses_what_came_before), T(another_loop_has_the_signal),
      T(what_comes_back_misses_what_came_before_it_left),
      T(an_interrupt_that_has_come_is_heard_by_a_loop_with_nothing_to_do),
      T(an_interrupt_that_comes_again_before_it_was_heard_ends_us),
      T(where_there_can_be_no_pipe_the_caller_hears_why),
      T(many_signals_have_a_handler_each), T(a_flood_of_one_signal_loses_no_other),
      T(changing_the_handler_never_lets_the_default_in))

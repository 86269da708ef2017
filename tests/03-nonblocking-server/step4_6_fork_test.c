/* Step 3.4: signals and descriptors of a process that has forked. */
#include "../forked.h"
#include "caught.h"
#include "io_tasks.h"

typedef struct Catcher {
	Loop *loop;
	int calls;
	Handle handle;
} Catcher;

static void catches(void *arg)
{
	Catcher *catcher = arg;

	catcher->calls++;
	loop_stop(catcher->loop);
}

/* Makes passes, as many as a signal takes that has come, and one more. */
static void make_passes(Loop *loop)
{
	for (int i = 0; i < 4; i++) {
		loop_stop(loop);
		assert_int_equal(loop_run_forever(loop), 0);
	}
}

static void child_is_signalled(Loop *loop)
{
	Catcher c = { loop, 0, HANDLE(catches, &c) };
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
	make_passes(loop);
	assert_int_equal(c.calls, 0);
	raise(SIGUSR1);
	make_passes(loop);
	assert_int_equal(c.calls, 1);
	handle_cancel(&c.handle);
	close_pair(ends);
}

static void a_signal_that_a_child_is_sent_is_not_its_parents(void **state)
{
	on_both(child_is_signalled);
}

/* vfork calls no handlers of pthread_atfork, and the child has our memory. */
static void child_of_vfork_is_signalled(Loop *loop)
{
	Catcher c = { loop, 0, HANDLE(catches, &c) };

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	fflush(NULL);
	pid_t child = vfork();
	if (child == 0) {
		kill(getpid(), SIGUSR1);
		_exit(1);
	}
	assert_int_equal(child_status(child), -SIGUSR1);
	make_passes(loop);
	assert_int_equal(c.calls, 0);
	assert_true(is_caught(SIGUSR1));
	raise(SIGUSR1);
	make_passes(loop);
	assert_int_equal(c.calls, 1);
	handle_cancel(&c.handle);
}

static void nor_is_one_of_a_child_that_has_not_run_its_program_yet(void **state)
{
	on_both(child_of_vfork_is_signalled);
}

/* A signal has come, and lies in the pipe that the child has, too. */
static void child_frees(Loop *loop)
{
	Catcher c = { loop, 0, HANDLE(catches, &c) };

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	raise(SIGUSR1);
	if (is_forked()) {
		loop_free(loop);
		_exit(3);
	}
	for (int i = 1; i <= 3; i++) {
		make_passes(loop);
		assert_int_equal(c.calls, i);
		raise(SIGUSR1);
	}
	assert_traced("child:3");
	handle_cancel(&c.handle);
}

static void a_child_that_frees_its_copy_takes_no_signal_from_us(void **state)
{
	on_both(child_frees);
}

static void child_handles(Loop *loop)
{
	Catcher c = { loop, 0, HANDLE(catches, &c) };

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	if (is_forked()) {
		Loop *own = asyncio_new_event_loop();
		Catcher d = { own, 0, HANDLE(catches, &d) };
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
	make_passes(loop);
	assert_int_equal(c.calls, 0);
	raise(SIGUSR1);
	make_passes(loop);
	assert_int_equal(c.calls, 1);
	handle_cancel(&c.handle);
}

static void a_child_may_handle_the_same_signal_with_a_loop_of_its_own(void **state)
{
	on_both(child_handles);
}

static void called(void *name)
{
	trace("%s", (const char *)name);
}

static void child_is_refused(Loop *loop)
{
	int pair[2];
	Handle r = HANDLE(called, "read"), other = HANDLE(called, "wrong");
	Handle late = HANDLE(stop, loop);

	open_pair(pair);
	assert_int_equal(loop_add_reader(loop, pair[0], &r), 0);
	if (is_forked()) {
		bool refused = loop_add_reader(loop, pair[1], &other) == -ESHUTDOWN &&
		               loop_add_writer(loop, pair[0], &other) == -ESHUTDOWN &&
		               loop_add_signal_handler(loop, SIGUSR1, &other) ==
		                       -ESHUTDOWN &&
		               loop_call_later(loop, 0, &other) == -ESHUTDOWN &&
		               loop_run_forever(loop) == -ESHUTDOWN &&
		               io_task_add(loop, NULL) == -ESHUTDOWN;
		handle_cancel(&r);
		loop_close_fd(loop, pair[0]);
		_exit(refused ? 3 : 1);
	}
	assert_traced("child:3");
	loop_call_soon(loop, &late);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("child:3");
	put(pair[1], "x");
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("child:3 read");
	assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	close_pair(pair);
}

static void what_a_child_does_to_its_copy_is_refused_and_we_notice_nothing(void **state)
{
	on_both(child_is_refused);
}

static int descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < 200; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static void child_counts(Loop *loop)
{
	bool poll = strcmp(getenv("ASYNCIO_SELECTOR"), "poll") == 0;
	int pair[2], before = descriptors() - !poll; /* without the loop's own */
	Catcher c = { loop, 0, HANDLE(catches, &c) };
	Handle r = HANDLE(called, "wrong");

	open_pair(pair);
	succeeds(loop_add_reader(loop, pair[0], &r));
	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	if (is_forked()) {
		close_pair(pair);
		loop_free(loop);
		_exit(descriptors() == before ? 3 : 1);
	}
	assert_traced("child:3");
	loop_remove_reader(loop, pair[0]);
	handle_cancel(&c.handle);
	close_pair(pair);
}

static void a_copy_that_is_freed_leaves_no_descriptor_open(void **state)
{
	on_both(child_counts);
}

TESTS(T(a_signal_that_a_child_is_sent_is_not_its_parents),
      T(nor_is_one_of_a_child_that_has_not_run_its_program_yet),
      T(a_child_that_frees_its_copy_takes_no_signal_from_us),
      T(a_child_may_handle_the_same_signal_with_a_loop_of_its_own),
      T(what_a_child_does_to_its_copy_is_refused_and_we_notice_nothing),
      T(a_copy_that_is_freed_leaves_no_descriptor_open))

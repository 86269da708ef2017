/* Rung 4.5.4: a task waits for any descriptor: a pipe, a datagram socket, a file. */
#include "socks.h"

static int ends[2];

static int waits_for(void *arg, void **result)
{
	trace("%s", why(asyncio_wait_readable(ends[0])));
	return 0;
}

static void puts_in_pipe(void *text)
{
	trace("put:%d", (int)write(ends[1], text, strlen(text)));
}

static int pipe_first(void *arg, void **result)
{
	char data[8] = "";

	after(0.01, puts_in_pipe, "data");
	waits_for(NULL, NULL);
	trace("%d:%s", (int)read(ends[0], data, sizeof data - 1), data);
	close(ends[1]);
	waits_for(NULL, NULL);
	trace("%d", (int)read(ends[0], data, sizeof data));
	loop_close_fd(loop, ends[0]);
	return 0;
}

static void round_with_pipe(Loop *new_loop)
{
	assert_int_equal(pipe(ends), 0);
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFL, O_NONBLOCK);
	run_round(new_loop, round_fn, round_expects);
}

static void run_with_pipe(CoroutineFn *fn, const char *expected)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	round_fn = fn;
	round_expects = expected;
	on_both(round_with_pipe);
}

static void a_pipe_is_readable_when_bytes_come_and_at_its_end(void **state)
{
	run_with_pipe(pipe_first, "put:4 0 4:data 0 0");
}

static int writable(void *arg, void **result)
{
	trace("%s", why(asyncio_wait_writable(pair[1])));
	fill(pair[1]);
	after(0.01, empty, &pair[0]);
	trace("%s", why(asyncio_wait_writable(pair[1])));
	return 0;
}

static void a_full_socket_is_writable_when_it_has_been_emptied(void **state)
{
	run_on_both(writable, "0 emptied 0");
}

static int two(void *arg, void **result)
{
	Task *first = asyncio_create_task(waits_for, NULL);

	succeeds(asyncio_sleep(0));
	waits_for(NULL, NULL); /* the other one waits already */
	task_cancel(first);
	succeeds(await(first, NULL));
	after(0.01, puts_in_pipe, "data");
	waits_for(NULL, NULL);
	Task *last = asyncio_create_task(waits_for, NULL);
	succeeds(asyncio_sleep(0));
	succeeds(await(last, NULL));
	close(ends[1]);
	loop_close_fd(loop, ends[0]);
	return 0;
}

static void one_task_waits_for_a_direction_until_it_is_cancelled(void **state)
{
	run_with_pipe(two, "EBUSY ECANCELED put:4 0 0");
}

static int closed_meanwhile(void *arg, void **result)
{
	Task *task = asyncio_create_task(waits_for, NULL);

	succeeds(asyncio_sleep(0.01));
	loop_close_fd(loop, ends[0]);
	succeeds(await(task, NULL));
	waits_for(NULL, NULL); /* no descriptor any more */
	trace("%s", why(asyncio_wait_writable(-1)));
	close(ends[1]);
	return 0;
}

static void a_descriptor_that_is_closed_or_none_is_refused(void **state)
{
	run_with_pipe(closed_meanwhile, "EBADF EBADF EBADF");
}

static int file(void *arg, void **result)
{
	FILE *empty_file = temporary_file();

	trace("%s", why(asyncio_wait_readable(fileno(empty_file))));
	trace("%s", why(asyncio_wait_writable(fileno(empty_file))));
	loop_remove_reader(loop, fileno(empty_file));
	fclose(empty_file);
	trace("%s", why(asyncio_wait_readable(-1)));
	return 0;
}

static void a_file_is_always_ready(void **state)
{
	if (getenv("TESTS_MAIN") != NULL)
		skip_because("a file among the descriptors is rung 3.2.7, which may be "
		             "skipped");
	run_on_both(file, "0 0 EBADF");
}

static int sender;

static void sends(void *text)
{
	trace("sent:%d", (int)send(sender, text, strlen(text), 0));
}

static int datagrams(void *arg, void **result)
{
	char data[8] = "";
	int both[2];

	if (unblocked_pair(SOCK_DGRAM, both) < 0)
		return -errno;
	sender = both[1];
	sends("one");
	sends("two");
	after(0.01, sends, "three");
	for (int i = 0; i < 3; i++) {
		trace("%s", why(asyncio_wait_readable(both[0])));
		recv(both[0], data, sizeof data, 0);
		trace("%s", data);
	}
	loop_close_fd(loop, both[0]);
	loop_close_fd(loop, both[1]);
	return 0;
}

static void datagrams_come_one_by_one(void **state)
{
	run_on_both(datagrams, "sent:3 sent:3 0 one 0 two sent:5 0 three");
}

static void callback(void *arg)
{
	trace("%s", why(asyncio_wait_readable(pair[0])));
	trace("%s", why(asyncio_wait_writable(pair[0])));
}

static int from_callback(void *arg, void **result)
{
	after(0, callback, NULL);
	return asyncio_sleep(0.01);
}

static void only_a_task_can_wait(void **state)
{
	run_on_both(from_callback, "EPERM EPERM");
}

/* The descriptor is ready, and so is the task, which is cancelled in the same pass. What
 * was ready behind it comes before it. */
static void says(void *text)
{
	trace("%s", (char *)text);
}

static Handle then = HANDLE(says, "then");

static void schedules_and_cancels(void *task)
{
	loop_call_soon(loop, &then);
	task_cancel(task);
}

static int cancelled_when_ready(void *arg, void **result)
{
	Task *task = asyncio_create_task(waits_for, NULL);
	Handle soon = HANDLE(schedules_and_cancels, task);

	succeeds(asyncio_sleep(0.01));
	puts_in_pipe("data");
	loop_call_soon(loop, &soon);
	succeeds(await(task, NULL));
	handle_cancel(&soon);
	close(ends[1]);
	loop_close_fd(loop, ends[0]);
	return 0;
}

static void who_is_cancelled_runs_behind_what_is_ready(void **state)
{
	run_with_pipe(cancelled_when_ready, "put:4 then ECANCELED");
}

TESTS(T(a_pipe_is_readable_when_bytes_come_and_at_its_end),
      T(a_full_socket_is_writable_when_it_has_been_emptied),
      T(one_task_waits_for_a_direction_until_it_is_cancelled),
      T(a_descriptor_that_is_closed_or_none_is_refused), T(a_file_is_always_ready),
      T(datagrams_come_one_by_one), T(only_a_task_can_wait),
      T(who_is_cancelled_runs_behind_what_is_ready))

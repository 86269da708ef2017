/* Step 2.2: what descriptors do: they end, fail, are closed, and come back. */
#include "callers.h"

/* Is called once. */
static void called(void *arg)
{
	Caller *caller = arg;

	trace("%s", caller->name);
	handle_cancel(&caller->handle);
}

static void both_directions_of(Loop *loop, int fd, const char *expected)
{
	Caller r = { "due", loop, fd, HANDLE(called, &r) };
	Caller w = { "due", loop, fd, HANDLE(called, &w) };

	assert_int_equal(loop_add_reader(loop, fd, &r.handle), 0);
	assert_int_equal(loop_add_writer(loop, fd, &w.handle), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced(expected);
}

/* Of a pipe one end can only be read from, the other one only be written to. */
static void fails(Loop *loop)
{
	int pair[2], one[2], two[2];

	assert_int_equal(pipe(one), 0);
	close(one[1]);
	both_directions_of(loop, one[0], "due due");
	close(one[0]);
	assert_int_equal(pipe(two), 0);
	close(two[0]);
	both_directions_of(loop, two[1], "due due due due");
	close(two[1]);
	open_pair(pair);
	close(pair[1]);
	both_directions_of(loop, pair[0], "due due due due due due");
	close(pair[0]);
}

static void a_hang_up_and_an_error_call_both(void **state)
{
	on_both(fails);
}

static void uses_files(Loop *loop)
{
	int null = open("/dev/null", O_RDWR);
	FILE *file = temporary_file();

	assert_non_null(file);
	both_directions_of(loop, fileno(file), "due due");
	both_directions_of(loop, null, "due due due due");
	both_directions_of(loop, null, "due due due due due due");
	fclose(file);
	close(null);
}

static void files_are_always_ready(void **state)
{
	on_both(uses_files);
}

static void file_again(void *arg)
{
	Caller *caller = arg;

	trace("%s", caller->name);
	if (strlen(traced() + traced_before) >= 7)
		loop_remove_reader(caller->loop, caller->fd);
}

static void reads_a_file_again(Loop *loop)
{
	Caller r = { "r", loop, open("/dev/null", O_RDWR), HANDLE(file_again, &r) };
	Caller w = { "w", loop, r.fd, HANDLE(called, &w) };

	succeeds(loop_add_reader(loop, r.fd, &r.handle));
	succeeds(loop_add_writer(loop, r.fd, &w.handle));
	assert_int_equal(loop_remove_writer(loop, r.fd), 1);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("r r r r");
	assert_int_equal(loop_remove_reader(loop, r.fd), 0);
	close(r.fd);
}

static void a_file_is_ready_again_until_it_is_removed(void **state)
{
	on_both(reads_a_file_again);
}

static void refuses(Loop *loop)
{
	int pair[2], gone;
	Caller r = { "r", loop, -1, HANDLE(called, &r) };
	Caller w = { "w", loop, -1, HANDLE(called, &w) };

	open_pair(pair);
	gone = dup(pair[0]);
	assert_int_equal(loop_add_reader(loop, gone, &r.handle), 0);
	assert_int_equal(loop_remove_reader(loop, gone), 1);
	close(gone); /* it was one, and the loop knew it */
	assert_int_equal(loop_add_reader(loop, gone, &r.handle), -EBADF);
	assert_int_equal(loop_add_reader(loop, 1 << 30, &r.handle), -EBADF);
	assert_int_equal(loop_add_reader(loop, -1, &r.handle), -EBADF);
	assert_int_equal(loop_add_writer(loop, gone, &r.handle), -EBADF);
	put(pair[1], "x");
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	assert_int_equal(loop_add_reader(loop, pair[1], &r.handle), -EBUSY);
	assert_int_equal(loop_add_writer(loop, pair[0], &r.handle), -EBUSY);
	assert_int_equal(loop_call_soon(loop, &r.handle), -EBUSY);
	assert_int_equal(loop_call_soon(loop, &w.handle), 0);
	assert_int_equal(loop_add_writer(loop, pair[0], &w.handle), -EBUSY);
	assert_int_equal(loop_add_reader(loop, pair[0], &w.handle), -EBUSY);
	assert_int_equal(loop_run_forever(loop), 0);
	if (strcmp(traced() + traced_before, "r w") != 0)
		assert_traced("w r");
	close_pair(pair);
}

static void a_handle_somewhere_and_no_descriptor_are_refused(void **state)
{
	on_both(refuses);
}

static void refuses_when_closed(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, HANDLE(called, &r) };
	Caller w = { "w", loop, -1, HANDLE(called, &w) };

	open_pair(pair);
	put(pair[1], "x");
	succeeds(loop_add_reader(loop, pair[0], &r.handle));
	succeeds(loop_add_writer(loop, pair[0], &w.handle));
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), -ESHUTDOWN);
	assert_int_equal(loop_add_writer(loop, pair[0], &w.handle), -ESHUTDOWN);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 0);
	assert_int_equal(loop_remove_writer(loop, pair[0]), 0);
	assert_int_equal(loop_close_fd(loop, pair[0]), 0);
	handle_cancel(&r.handle);
	handle_cancel(&w.handle);
	assert_traced("");
	close_pair(pair);
}

static void a_closed_loop_forgets_them_and_takes_no_more(void **state)
{
	on_both(refuses_when_closed);
}

static void closes(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, HANDLE(called, &r) };
	Caller w = { "w", loop, -1, HANDLE(called, &w) };

	open_pair(pair);
	put(pair[1], "x");
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	assert_int_equal(loop_add_writer(loop, pair[0], &w.handle), 0);
	assert_int_equal(loop_close_fd(loop, pair[0]), 0);
	assert_int_equal(fcntl(pair[0], F_GETFD), -1);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("");
	assert_int_equal(loop_call_soon(loop, &r.handle), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("r");
	assert_int_equal(loop_close_fd(loop, pair[1]), 0);
	assert_int_equal(fcntl(pair[1], F_GETFD), -1);
}

static void close_fd_forgets_the_callbacks_and_closes(void **state)
{
	on_both(closes);
}

enum { BY_LOOP_CLOSE_FD, BY_REMOVE_AND_CLOSE, BY_CLOSE };

/* Nothing comes on the descriptor in its second life until the new reader is there. */
static void reuses(Loop *loop, int how)
{
	int pair[2], other;
	Caller old = { "old", loop, -1, HANDLE(called, &old) };
	Caller new = { "new", loop, -1, HANDLE(called, &new) };

	open_pair(pair);
	put(pair[1], "x");
	assert_int_equal(loop_add_reader(loop, pair[0], &old.handle), 0);
	if (how == BY_REMOVE_AND_CLOSE)
		assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	/* somebody else keeps the socket open: the system does not forget it */
	int kept = how == BY_CLOSE ? -1 : dup(pair[0]);
	if (how == BY_LOOP_CLOSE_FD)
		assert_int_equal(loop_close_fd(loop, pair[0]), 0);
	else
		close(pair[0]);
	reuse_number(pair[0], &other);
	if (how != BY_CLOSE)
		assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(loop_add_reader(loop, pair[0], &new.handle), 0);
	assert_int_equal(loop_call_soon(loop, &old.handle), 0);
	handle_cancel(&old.handle);
	loop_stop(loop);
	succeeds(loop_run_forever(loop));
	assert_traced("");
	put(other, "y");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("new");
	close_pair((int[]){ pair[0], other });
	close_pair((int[]){ pair[1], kept });
}

static void reuses_after_close_fd(Loop *loop)
{
	reuses(loop, BY_LOOP_CLOSE_FD);
}

static void reuses_after_remove(Loop *loop)
{
	reuses(loop, BY_REMOVE_AND_CLOSE);
}

static void reuses_after_close(Loop *loop)
{
	reuses(loop, BY_CLOSE);
}

static void a_number_that_comes_back_inherits_nothing(void **state)
{
	on_both(reuses_after_close_fd);
	on_both(reuses_after_remove);
}

static void a_number_closed_behind_our_back_can_be_added_again(void **state)
{
	on_both(reuses_after_close);
}

/* With poll the last entry takes the place of the one that is removed: the third one
 * moves to the first place, and the fourth one comes behind it. */
static void moves(Loop *loop)
{
	static const char *const names[] = { "a", "b", "c", "d" };
	Caller callers[4];
	int pairs[4][2];

	for (int i = 0; i < 4; i++) {
		open_pair(pairs[i]);
		callers[i] = (Caller){ names[i], loop, pairs[i][0],
			               HANDLE(called, &callers[i]) };
	}
	for (int i = 0; i < 3; i++)
		assert_int_equal(
			loop_add_reader(loop, pairs[i][0], &callers[i].handle), 0);
	assert_int_equal(loop_remove_reader(loop, pairs[0][0]), 1);
	assert_int_equal(loop_add_reader(loop, pairs[3][0], &callers[3].handle), 0);
	assert_int_equal(loop_remove_reader(loop, pairs[2][0]), 1);
	for (int i = 1; i < 4; i++)
		put(pairs[i][1], "x");
	assert_int_equal(loop_run_forever(loop), 0);
	if (strcmp(traced() + traced_before, "b d") != 0)
		assert_traced("d b");
	for (int i = 0; i < 4; i++)
		close_pair(pairs[i]);
}

static void removing_one_and_then_another_leaves_the_rest(void **state)
{
	on_both(moves);
}

TESTS(T(a_hang_up_and_an_error_call_both), T(files_are_always_ready),
      T(a_file_is_ready_again_until_it_is_removed),
      T(a_handle_somewhere_and_no_descriptor_are_refused),
      T(a_closed_loop_forgets_them_and_takes_no_more),
      T(close_fd_forgets_the_callbacks_and_closes),
      T(a_number_that_comes_back_inherits_nothing),
      T(a_number_closed_behind_our_back_can_be_added_again),
      T(removing_one_and_then_another_leaves_the_rest))

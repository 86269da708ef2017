/* 3.2.2: descriptors, and what poll is asked about them. No function of io.h is there
 * yet: the tests put a callback into a side by hand, and ask the selector what is
 * ready. */
#define POLL_ALONE
#include "both.h"
#include "io_selector.h"

/* What each test has: three descriptors. Something waits for some of them. */
enum { WATCHES = 3 };
static int pairs[WATCHES][2];
static Watch *watches[WATCHES];
static Handle callback;

static void open_watches(Loop *loop)
{
	for (int i = 0; i < WATCHES; i++) {
		open_pair(pairs[i]);
		assert_int_equal(
			watch_find(io_selector_of(loop), pairs[i][0], &watches[i]), 0);
		assert_non_null(watches[i]);
	}
}

static void close_watches(void)
{
	for (int i = 0; i < WATCHES; i++)
		close_pair(pairs[i]);
}

/* Has a callback wait for this direction, or no longer. */
static void interest(int i, int direction, bool waits)
{
	watches[i]->sides[direction].handle = waits ? &callback : NULL;
	assert_int_equal(watch_update(watches[i]), 0);
}

/* The directions that are ready now: "0r 2w" if the first descriptor can be read from,
 * and the third one be written to. */
static const char *ready_now(Loop *loop)
{
	static char text[64];
	Links ready;

	list_init(&ready);
	loop->selector->select(loop->selector, -INFINITY, &ready);
	text[0] = '\0';
	for (int i = 0; i < WATCHES; i++) {
		for (int d = 0; d < IO_DIRECTIONS; d++) {
			size_t n = strlen(text);
			if (watches[i]->sides[d].due.leave != NULL)
				snprintf(text + n, sizeof text - n, "%s%d%c",
				         n > 0 ? " " : "", i, "rw"[d]);
			handle_cancel(&watches[i]->sides[d].due);
		}
	}
	return text;
}

static void finds(Loop *loop)
{
	IoSelector *selector = io_selector_of(loop);
	Watch *again = NULL;

	open_watches(loop);
	assert_null(watch_of(selector, -1));
	assert_null(watch_of(selector, 1 << 30));
	assert_null(watch_of(selector, pairs[0][1]));
	for (int i = 0; i < WATCHES; i++) {
		assert_int_equal(watches[i]->fd, pairs[i][0]);
		assert_ptr_equal(watch_of(selector, pairs[i][0]), watches[i]);
		assert_int_equal(watch_find(selector, pairs[i][0], &again), 0);
		assert_ptr_equal(again, watches[i]);
	}
	close_watches();
}

static void a_descriptor_has_one_watch(void **state)
{
	on_each(finds);
}

static void finds_none(Loop *loop)
{
	IoSelector *selector = io_selector_of(loop);
	Watch *watch = NULL;
	int fd = dup(STDIN_FILENO);

	assert_int_equal(watch_find(selector, -1, &watch), -EBADF);
	assert_int_equal(watch_find(selector, 1 << 30, &watch), -EBADF);
	close(fd);
	assert_int_equal(watch_find(selector, fd, &watch), -EBADF);
	assert_null(watch_of(selector, fd));
}

static void what_is_no_descriptor_has_no_watch(void **state)
{
	on_each(finds_none);
}

static void finds_high(Loop *loop)
{
	IoSelector *selector = io_selector_of(loop);
	int high = fcntl(STDIN_FILENO, F_DUPFD, 60);
	Watch *watch = NULL, *low = NULL;

	assert_compared(high, >=, 60);
	assert_int_equal(watch_find(selector, STDIN_FILENO, &low), 0);
	assert_int_equal(watch_find(selector, high, &watch), 0);
	assert_non_null(low);
	assert_ptr_equal(watch_of(selector, high), watch);
	assert_ptr_equal(watch_of(selector, STDIN_FILENO), low);
	assert_null(watch_of(selector, high - 1));
	close(high);
}

static void a_descriptor_may_have_any_number(void **state)
{
	on_each(finds_high);
}

static void asks_for_each(Loop *loop)
{
	open_watches(loop);
	put(pairs[0][1], "x");
	assert_text(ready_now(loop), "");
	interest(0, IO_READ, true);
	interest(1, IO_READ, true);
	interest(2, IO_WRITE, true);
	assert_int_equal(watch_interest(watches[0]), 1 << IO_READ);
	assert_int_equal(watch_interest(watches[2]), 1 << IO_WRITE);
	assert_int_equal(watches[2]->registered, 1 << IO_WRITE);
	assert_text(ready_now(loop), "0r 2w");
	interest(2, IO_READ, true);
	assert_int_equal(watches[2]->registered, 1 << IO_READ | 1 << IO_WRITE);
	put(pairs[2][1], "x");
	assert_text(ready_now(loop), "0r 2r 2w");
	interest(2, IO_WRITE, false);
	assert_text(ready_now(loop), "0r 2r");
	close_watches();
}

static void poll_is_asked_about_what_something_waits_for(void **state)
{
	on_each(asks_for_each);
}

/* The last entry of the array moves to the place of the first one, and then both that
 * are left change what they wait for. */
static void forgets(Loop *loop)
{
	open_watches(loop);
	for (int i = 0; i < WATCHES; i++) {
		put(pairs[i][1], "x");
		interest(i, IO_READ, true);
	}
	interest(0, IO_READ, false);
	assert_int_equal(watches[0]->registered, 0);
	assert_text(ready_now(loop), "1r 2r");
	interest(2, IO_WRITE, true);
	interest(1, IO_READ, false);
	assert_text(ready_now(loop), "2r 2w");
	interest(1, IO_WRITE, true);
	assert_text(ready_now(loop), "1w 2r 2w");
	interest(2, IO_WRITE, false);
	interest(2, IO_READ, false);
	interest(1, IO_WRITE, false);
	assert_text(ready_now(loop), "");
	close_watches();
}

static void a_descriptor_that_is_forgotten_leaves_the_others_in_the_array(void **state)
{
	on_each(forgets);
}

/* The one that was closed is in the array still: poll says so, once. */
static void fails(Loop *loop)
{
	open_watches(loop);
	close(pairs[0][0]);
	watches[0]->sides[IO_READ].handle = &callback;
	assert_int_equal(watch_update(watches[0]), -EBADF);
	assert_int_equal(watches[0]->registered, 0);
	watches[0]->sides[IO_READ].handle = NULL;
	assert_int_equal(watch_update(watches[0]), 0);
	interest(1, IO_READ, true);
	interest(2, IO_WRITE, true);
	close(pairs[1][1]);
	close(pairs[2][0]);
	assert_text(ready_now(loop), "1r 2w");
	interest(1, IO_READ, false);
	interest(1, IO_WRITE, true);
	assert_text(ready_now(loop), "1w 2w");
	close(pairs[0][1]);
	close(pairs[1][0]);
	close(pairs[2][1]);
}

static void an_end_and_an_error_are_ready_in_both_directions(void **state)
{
	on_each(fails);
}

TESTS(T(a_descriptor_has_one_watch), T(what_is_no_descriptor_has_no_watch),
      T(a_descriptor_may_have_any_number),
      T(poll_is_asked_about_what_something_waits_for),
      T(a_descriptor_that_is_forgotten_leaves_the_others_in_the_array),
      T(an_end_and_an_error_are_ready_in_both_directions))

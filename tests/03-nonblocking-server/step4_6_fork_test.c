/* 3.4.6: descriptors of a copy that is freed. */
#include "called.h"
#include "counter.h"
#include "io.h"

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
	Counter c = { loop, 0, HANDLE(counts_and_stops, &c) };
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

TESTS(T(a_copy_that_is_freed_leaves_no_descriptor_open))

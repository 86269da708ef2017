/* Rung 4.2.2: a task that waits for something outside of the process. */
#include "core.h"
#include "io.h"
#include "signals.h"

#include <signal.h>
#include <unistd.h>

static void sets(void *future)
{
	future_set_result(future, NULL);
}

/* Something outside can wake it, so it waits for that. */
static void a_signal_handler_is_no_deadlock(void **state)
{
	Handle set = HANDLE(sets, NULL);

	begin();
	Future *f = new_future();
	set.arg = f;
	Task *task = new_task(waits_for, f);
	assert_int_equal(loop_add_signal_handler(loop, SIGALRM, &set), 0);
	alarm(1);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	assert_true(future_done(f));
	assert_int_equal(loop_remove_signal_handler(loop, SIGALRM), 1);
	future_unref(f);
	loop_free(loop);
}

static int ends[2];

static void reads(void *future)
{
	char c;

	if (read(ends[0], &c, 1) == 1)
		loop_remove_reader(loop, ends[0]);
	future_set_result(future, NULL);
}

static void nor_is_a_descriptor_that_somebody_reads_from(void **state)
{
	Handle reader = HANDLE(reads, NULL);

	begin();
	Future *f = new_future();
	reader.arg = f;
	Task *task = future_ref(new_task(waits_for, f));
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(loop_add_reader(loop, ends[0], &reader), 0);
	if (fork() == 0) {
		usleep(30000);
		_exit(write(ends[1], "x", 1) != 1);
	}
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	assert_true(future_done(f));
	close(ends[0]);
	close(ends[1]);
	future_unref(task);
	future_unref(f);
	loop_free(loop);
}

TESTS(T(a_signal_handler_is_no_deadlock),
      T(nor_is_a_descriptor_that_somebody_reads_from))

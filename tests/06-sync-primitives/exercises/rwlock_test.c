/* Exercise rwlock: see 06-sync-primitives/exercises/rwlock.c. */
#include "../sync.h"
#include "rwlock.h"

static RwLock rw;

/* A task reads or writes for a second: r1 is a reader, w1 is a writer. */
static int uses_it(void *arg, void **result)
{
	const char *name = arg;
	bool reads = name[0] == 'r';
	int error = reads ? rw_read(&rw) : rw_write(&rw);

	trace("%s:%s@%g", name, why(error), loop_time(loop));
	if (error < 0)
		return 0;
	error = asyncio_sleep(1);
	succeeds(reads ? rw_read_end(&rw) : rw_write_end(&rw));
	return error;
}

static void cancel(void *task)
{
	task_cancel(task);
}

static void begin_with(const char *const names[], size_t n)
{
	begin();
	rw = (RwLock){ 0 };
	start_all(uses_it, names, n);
}

static void run_to_the_end(void)
{
	int error = loop_run_forever(loop);

	end();
	assert_int_equal(error, 0);
}

static void readers_read_together(void **state)
{
	const char *const names[] = { "r1", "r2", "r3" };

	begin_with(names, 3);
	run_to_the_end();
	assert_trace("r1:ok@0 r2:ok@0 r3:ok@0");
}

static void a_writer_writes_alone(void **state)
{
	const char *const names[] = { "w1", "w2", "r1", "r2" };

	begin_with(names, 4);
	run_to_the_end();
	assert_trace("w1:ok@0 w2:ok@1 r1:ok@2 r2:ok@2");
}

static void readers_do_not_overtake_a_writer(void **state)
{
	const char *const names[] = { "r1", "w1", "r2", "w2" };

	begin_with(names, 4);
	run_to_the_end();
	assert_trace("r1:ok@0 w1:ok@1 r2:ok@2 w2:ok@3");
}

static void a_cancelled_writer_is_in_nobodys_way(void **state)
{
	const char *const names[] = { "r1", "w1", "r2" };

	begin_with(names, 3);
	Handle request = HANDLE(cancel, kept[1]);
	succeeds(loop_call_later(loop, 0.5, &request));
	run_to_the_end();
	assert_trace("r1:ok@0 w1:ECANCELED@0.5 r2:ok@0.5");
}

static void a_cancelled_reader_is_in_nobodys_way(void **state)
{
	const char *const names[] = { "w1", "r1", "r2", "w2" };

	begin_with(names, 4);
	Handle request = HANDLE(cancel, kept[1]);
	succeeds(loop_call_later(loop, 0.5, &request));
	run_to_the_end();
	assert_trace("w1:ok@0 r1:ECANCELED@0.5 r2:ok@1 w2:ok@2");
}

static void what_nobody_has_cannot_be_given_back(void **state)
{
	begin_with(NULL, 0);
	int reading = rw_read_end(&rw), writing = rw_write_end(&rw);
	end();
	assert_int_equal(reading, -EPERM);
	assert_int_equal(writing, -EPERM);
}

/* Reads while a writer waits, and ends twice to write, as if it were the writer: before
 * the last reader has ended, and when the writer was woken and has not run yet. */
static int ends_to_write(void *unused, void **result)
{
	int error = rw_read(&rw);

	succeeds(error);
	start(uses_it, "w1");
	error = asyncio_sleep(1);
	trace("waits:%s", why(rw_write_end(&rw)));
	succeeds(rw_read_end(&rw));
	trace("woken:%s", why(rw_write_end(&rw)));
	return error;
}

static void a_writer_that_waits_does_not_write(void **state)
{
	begin_with(NULL, 0);
	start(ends_to_write, "reader");
	run_to_the_end();
	assert_trace("waits:EPERM woken:EPERM w1:ok@1");
}

TESTS(T(readers_read_together), T(a_writer_writes_alone),
      T(readers_do_not_overtake_a_writer), T(a_cancelled_writer_is_in_nobodys_way),
      T(a_cancelled_reader_is_in_nobodys_way), T(what_nobody_has_cannot_be_given_back),
      T(a_writer_that_waits_does_not_write))

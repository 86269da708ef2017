/* Rung 4.2.4: from a plain function into a coroutine and back. */
#include "core.h"

#include <sys/resource.h>

static int sleeps(void *seconds, void **result)
{
	int status = asyncio_sleep(*(double *)seconds);

	trace("%g:%s", time_perf_counter(), why(status));
	*result = seconds;
	return status;
}

static int runs_inside(void *unused, void **result)
{
	Future *f = new_future();
	Loop *other = asyncio_new_event_loop();
	Future *of_other = loop_create_future(other);

	trace("%s", why(asyncio_run(sleeps, NULL, result)));
	trace("%s", why(loop_run_until_complete(loop, f, NULL)));
	trace("%s", why(loop_run_until_complete(other, of_other, NULL)));
	trace("%s", why(asyncio_sleep(0)));
	future_unref(f);
	future_unref(of_other);
	loop_free(other);
	return 0;
}

static void nobody_runs_a_loop_inside_a_loop(void **state)
{
	begin();
	assert_int_equal(coroutine_status(runs_inside, NULL), 0);
	assert_trace("EBUSY EBUSY EBUSY ok");
	loop_free(loop);
}

/* There are no descriptors for a loop either, but that is not what is looked at first. */
static int runs_inside_without_descriptors(void *unused, void **result)
{
	struct rlimit before, none;
	double one = 1;
	void *value = "?";

	getrlimit(RLIMIT_NOFILE, &before);
	none = (struct rlimit){ 0, before.rlim_max };
	setrlimit(RLIMIT_NOFILE, &none);
	int status = asyncio_run(sleeps, &one, &value);
	setrlimit(RLIMIT_NOFILE, &before);
	trace("%s %s", why(status), value == NULL ? "NULL" : "?");
	return 0;
}

static void a_run_inside_a_run_makes_no_loop(void **state)
{
	unsetenv("ASYNCIO_SELECTOR");
	assert_int_equal(asyncio_run(runs_inside_without_descriptors, NULL, NULL), 0);
	assert_trace("EBUSY NULL");
}

static int returns(void *status, void **result)
{
	trace("%s", asyncio_get_running_loop() != NULL ? "runs" : "?");
	succeeds(asyncio_sleep(0.5));
	*result = "value";
	return *(int *)status;
}

static void run_returns_what_main_returned(void **state)
{
	int statuses[] = { 0, -EIO, -ECANCELED, -EINTR, -EINPROGRESS, -EDEADLK };

	setenv("ASYNCIO_CLOCK", "virtual", 1);
	for (int i = 0; i < 6; i++) {
		void *value = "?";
		assert_int_equal(asyncio_run(returns, &statuses[i], &value), statuses[i]);
		assert_true(statuses[i] == 0 ? strcmp(value, "value") == 0
		                             : value == NULL);
		assert_null(asyncio_get_running_loop());
		assert_int_equal(asyncio_run(returns, &statuses[i], NULL), statuses[i]);
	}
	assert_trace("runs runs runs runs runs runs runs runs runs runs runs runs");
}

static void finishes(Loop *of)
{
	trace("finished:%s", of == loop && !of->closed ? "open" : "?");
}

static int has_something_to_finish(void *unused, void **result)
{
	loop = asyncio_get_running_loop();
	loop->finish = finishes;
	succeeds(asyncio_sleep(0));
	trace("main");
	return 0;
}

static void a_run_lets_the_loop_finish_before_it_is_closed(void **state)
{
	assert_int_equal(asyncio_run(has_something_to_finish, NULL, NULL), 0);
	assert_trace("main finished:open");
}

static void a_run_without_descriptors_returns_that_reason(void **state)
{
	struct rlimit before, three;
	int status = 0;
	void *value = "?";

	unsetenv("ASYNCIO_SELECTOR");
	getrlimit(RLIMIT_NOFILE, &before);
	three = (struct rlimit){ 3, before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &three), 0);
	int error = asyncio_run(returns, &status, &value);
	setrlimit(RLIMIT_NOFILE, &before); /* a leak checker needs a descriptor */
	assert_int_equal(error, -EMFILE);
	assert_null(value);
	assert_trace("");
}

/* ASYNCIO_DEBUG, of debug mode. */
static void sets_it_to_yes(void)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	setenv("ASYNCIO_DEBUG", "yes", 1);
	setvbuf(stdout, NULL, _IONBF, 0);
	printf("%s\n", why(asyncio_run(returns, &(int){ 0 }, NULL)));
}

static void a_setting_that_is_not_understood_is_ignored_with_a_sentence(void **state)
{
	assert_int_equal(run_child(sets_it_to_yes), 0);
	assert_text(program_output,
	            "ASYNCIO_DEBUG is 1, for debug mode, or 0, not 'yes': it is ignored\n"
	            "ok\n");
}

TESTS(T(nobody_runs_a_loop_inside_a_loop), T(a_run_inside_a_run_makes_no_loop),
      T(run_returns_what_main_returned),
      T(a_run_lets_the_loop_finish_before_it_is_closed),
      T(a_run_without_descriptors_returns_that_reason),
      T(a_setting_that_is_not_understood_is_ignored_with_a_sentence))

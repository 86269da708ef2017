/* Rung 4.4.5: with ASYNCIO_DEBUG=1 gathers and shields that are left over are listed. */
#include "core.h"
#include "reported.h"

#include <unistd.h>

static void start(void)
{
	setenv("ASYNCIO_DEBUG", "1", 1);
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	setvbuf(stdout, NULL, _IONBF, 0);
	loop = asyncio_new_event_loop();
}

static int sleeps(void *unused, void **result)
{
	return asyncio_sleep(1);
}

enum { GATHERED_AT = __LINE__ + 6, SHIELDED_AT = __LINE__ + 8 };

static int forgets(void *unused, void **result)
{
	Task *first = asyncio_create_task(sleeps, NULL);
	Task *second = asyncio_create_task(sleeps, NULL);
	Future *gather = asyncio_gather(NULL, first);

	Future *shield = asyncio_shield(second);
	succeeds(asyncio_sleep(2));
	succeeds(await(second, NULL));
	return future_done(gather) && future_done(shield) ? 0 : -EINPROGRESS;
}

static void runs(CoroutineFn *fn)
{
	start();
	printf("%s\n", why(loop_run_until_complete(loop, loop_create_task(loop, fn, NULL),
	                                           NULL)));
	loop_free(loop);
}

static void runs_and_forgets(void)
{
	runs(forgets);
}

static void a_gather_and_a_shield_that_are_left_over_are_listed(void **state)
{
	char expected[300];

	snprintf(expected, sizeof expected,
	         "ok\n"
	         "a gather made in step4_5_left_over_test.c:%d still exists "
	         "when its loop is\n  closed\n"
	         "a shield made in step4_5_left_over_test.c:%d still exists "
	         "when its loop is\n  closed\n",
	         GATHERED_AT, SHIELDED_AT);
	assert_int_equal(run_child(runs_and_forgets), 0);
	forget_what_held();
	assert_text(program_output, expected);
}

static int takes_them(void *unused, void **result)
{
	Task *first = asyncio_create_task(sleeps, NULL), *second;
	int status = await(asyncio_gather(NULL, asyncio_shield(first)), NULL);

	succeeds(await(first, NULL));
	second = asyncio_create_task(sleeps, NULL);
	future_unref(asyncio_shield(second)); /* none of it is there any more */
	succeeds(await(asyncio_shield(second), NULL));
	succeeds(await(second, NULL));
	return status;
}

static void runs_and_takes_them(void)
{
	runs(takes_them);
}

static void what_has_been_awaited_or_dropped_is_not_listed(void **state)
{
	assert_int_equal(run_child(runs_and_takes_them), 0);
	forget_what_held();
	assert_text(program_output, "ok\n");
}

/* A future that lives longer than its loop. */
static void outlives_its_loop(void)
{
	start();
	Task *task = loop_create_task(loop, sleeps, NULL);
	Future *shield = asyncio_shield(task), *plain = loop_create_future(loop);
	loop_free(loop);
	future_unref(shield);
	future_unref(plain);
	future_unref(task);
}

static void what_lives_longer_than_its_loop_is_listed_once_and_freed(void **state)
{
	assert_int_equal(run_child(outlives_its_loop), 0);
	assert_printed("a shield made in ");
	assert_printed("a future made in ");
}

TESTS(T(a_gather_and_a_shield_that_are_left_over_are_listed),
      T(what_has_been_awaited_or_dropped_is_not_listed),
      T(what_lives_longer_than_its_loop_is_listed_once_and_freed))

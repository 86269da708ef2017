/* Rung 4.4.8: in a child that is forked in the middle of a run nothing can be waited
 * for. */
#include "../forked.h"
#include "core.h"
#include "gather.h"
#include "shield.h"
#include "timeouts.h"
#include "wait_for.h"

#include <sys/resource.h>

/* What parent and child print lies in program_output, in the order of time. */
static bool in_child;

static void forks(void)
{
	in_child = is_forked();
}

/* Another task, which is the parent's alone. */
static int bystander(void *unused, void **result)
{
	int status = asyncio_sleep(2);

	printf("bystander: %s\n", why(status));
	return status;
}

/* The parent's loop runs nothing for the child: all waits of its task are refused. */
static int waits_in_the_child(void *unused, void **result)
{
	Task *task = asyncio_create_task(bystander, NULL);

	succeeds(asyncio_sleep(0));
	forks();
	if (in_child) {
		printf("sleep: %s\n", why(asyncio_sleep(1)));
		printf("turn: %s\n", why(asyncio_sleep(0)));
		printf("wait: %s\n", why(future_wait(task)));
		printf("create: %s\n",
		       why(future_wait(asyncio_create_task(bystander, NULL))));
		*result = "the child's";
		return 0;
	}
	*result = "the parent's";
	return await(task, NULL);
}

static void goes_on_in_the_child(void)
{
	run_virtually(waits_in_the_child, NULL);
	fflush(NULL);
	if (in_child)
		_exit(3);
}

static void in_a_child_main_waits_for_nothing_and_its_run_ends_with_it(void **state)
{
	assert_int_equal(run_child(goes_on_in_the_child), 0);
	assert_text(program_output, "sleep: ECANCELED\nturn: ECANCELED\n"
	                            "wait: ECANCELED\ncreate: ENOMEM\n"
	                            "ok:the child's\n"
	                            "bystander: ok\nok:the parent's\n");
	assert_trace("child:3");
}

static void say(const char *name, int status)
{
	printf("%s: %s\n", name, why(status));
}

static int within_a_timeout(Future *future)
{
	Timeout timeout = { 0 };

	succeeds(timeout_enter(&timeout, 5));
	return timeout_exit(&timeout, future_wait(future));
}

static int as_they_complete(Future *future)
{
	Future *next, *futures[] = { future };
	AsCompleted it = { .futures = futures, .n = 1, .timeout = 5 };
	int status = as_completed_next(&it, &next);

	as_completed_close(&it);
	return status;
}

/* The task sleeps in the parent alone, whatever the child does with its copy. */
static int waits_in_every_way(void *unused, void **result)
{
	Task *task = asyncio_create_task(bystander, NULL);
	Future *all = asyncio_gather(NULL, future_ref(task)), *futures[] = { task };
	Future *shield = asyncio_shield(task);

	succeeds(asyncio_sleep(0));
	forks();
	if (in_child && asyncio_sleep(0) == 0)
		return -EIO; /* it can wait: others would wait for ever */
	if (in_child) {
		say("timeout", within_a_timeout(task));
		say("as_completed", as_they_complete(future_ref(task)));
		say("wait", (int)asyncio_wait(futures, 1, 5, ALL_COMPLETED));
		say("wait_for", asyncio_wait_for(future_ref(task), 5, NULL));
		say("shield", future_wait(shield));
		say("gather", future_wait(all));
		printf("cancels: %d %d\n", future_cancel(all), future_cancel(shield));
		say("wait_for", asyncio_wait_for(future_ref(task), 0, NULL));
		return 0;
	}
	future_unref(shield);
	succeeds(await(all, NULL));
	return await(task, NULL);
}

static void waits_for_all(void)
{
	run_virtually(waits_in_every_way, NULL);
	fflush(NULL);
	if (in_child)
		_exit(3);
}

static void no_wait_in_a_child_touches_what_is_the_parents(void **state)
{
	assert_int_equal(run_child(waits_for_all), 0);
	assert_text(program_output,
	            "timeout: ECANCELED\nas_completed: ECANCELED\nwait: ECANCELED\n"
	            "wait_for: ECANCELED\nshield: ECANCELED\ngather: ECANCELED\n"
	            "cancels: 1 1\nwait_for: ECANCELED\nok:\n"
	            "bystander: ok\nok:\n");
	assert_trace("child:3");
}

static int returns_at_once(void *unused, void **result)
{
	return 0;
}

static int waits_after_a_run_of_its_own(void *unused, void **result)
{
	forks();
	if (in_child) {
		printf("run: %s\n", why(asyncio_run(returns_at_once, NULL, NULL)));
		return asyncio_sleep(1);
	}
	return 0;
}

static void runs_and_goes_on(void)
{
	run_virtually(waits_after_a_run_of_its_own, NULL);
	fflush(NULL);
	if (in_child)
		_exit(3);
}

static void after_a_run_of_the_child_its_task_still_waits_for_nothing(void **state)
{
	assert_int_equal(run_child(runs_and_goes_on), 0);
	assert_text(program_output, "run: ok\nECANCELED:\nok:\n");
	assert_trace("child:3");
}

/* A body that ignores that it cannot wait: it does not go on for ever. */
static int insists_in_the_child(void *unused, void **result)
{
	forks();
	while (in_child && asyncio_sleep(0.001) < 0)
		;
	return 0;
}

static void insists(void)
{
	const struct rlimit seconds = { 5, 5 };

	setrlimit(RLIMIT_CPU, &seconds);
	run_virtually(insists_in_the_child, NULL);
	fflush(NULL);
	if (in_child)
		_exit(3);
}

static void a_task_that_insists_does_not_spin_in_the_child(void **state)
{
	assert_int_equal(run_child(insists), 0);
	assert_text(program_output, "ESHUTDOWN:\nok:\n");
	assert_trace("child:3");
}

TESTS(T(in_a_child_main_waits_for_nothing_and_its_run_ends_with_it),
      T(no_wait_in_a_child_touches_what_is_the_parents),
      T(after_a_run_of_the_child_its_task_still_waits_for_nothing),
      T(a_task_that_insists_does_not_spin_in_the_child))

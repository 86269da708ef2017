/* Rung 4.2.1: tasks beside other things that run: generators, failures, forks. */
#include "named.h"

#include <sys/wait.h>
#include <unistd.h>

static int yields_outwards(void *unused, void **result)
{
	for (int i = 0; i < 2; i++)
		trace("%s", why(generator_yield("value", NULL)));
	return 0;
}

static int drives(void *unused, void **result)
{
	Generator *g = generator_new(yields_outwards, NULL);
	void *value = NULL;

	while (generator_next(g, &value) == 1)
		trace("%s", (char *)value);
	generator_free(g);
	return 0;
}

/* The task's own body has no consumer to which it could yield a value. */
static void what_a_generator_yields_goes_to_its_task(void **state)
{
	begin();
	assert_int_equal(coroutine_status(drives, NULL), 0);
	assert_trace("value ok value ok");
	loop_free(loop);
}

static int returns(void *status, void **result)
{
	trace("%s", asyncio_get_running_loop() != NULL ? "runs" : "?");
	succeeds(generator_yield(NULL, NULL));
	*result = "value";
	return *(int *)status;
}

static void tells(void *name)
{
	trace("%s", (char *)name);
}

/* An error of one task ends no other. */
static void one_that_fails_disturbs_nobody(void **state)
{
	int failing = -EIO, well = 0;
	Handle a = HANDLE(tells, "a"), b = HANDLE(tells, "b");

	begin();
	loop_call_soon(loop, &a);
	Task *fails = new_task(returns, &failing), *goes = new_task(returns, &well);
	loop_call_soon(loop, &b);
	assert_int_equal(loop_run_until_complete(loop, fails, NULL), -EIO);
	assert_int_equal(loop_run_until_complete(loop, goes, NULL), 0);
	assert_trace("a runs runs b");
	loop_free(loop);
}

static int positive = 1;

static int returns_positive(void *status, void **result)
{
	return *(int *)status;
}

static void returns_a_positive(void)
{
	start();
	Task *odd = named(returns_positive, &positive, "odd");
	printf("%s\n", why(loop_run_until_complete(loop, odd, NULL)));
	loop_free(loop);
}

static void a_positive_return_is_named(void **state)
{
	assert_int_equal(run_child(returns_a_positive), 0);
	assert_printed("'odd' returned a positive status: -EINVAL\n");
	assert_printed("EINVAL\n");
	assert_int_equal(printed("\n"), 2);
}

static int child_status;

/* The child closes its copies of loops, and runs nothing more in this pass. */
static int forks(void *unused, void **result)
{
	fflush(stdout);
	pid_t child = fork();

	if (child > 0)
		waitpid(child, &child_status, 0);
	return 0;
}

static int parent;

static int runs_after_the_fork(void *unused, void **result)
{
	if (getpid() != parent)
		_exit(7);
	trace("parent");
	return 0;
}

static void a_forked_child_does_not_run_the_tasks_behind_the_one_that_forks(void **state)
{
	begin();
	parent = getpid();
	task_detach(new_task(forks, NULL));
	task_detach(new_task(runs_after_the_fork, NULL));
	loop_stop(loop);
	int status = loop_run_forever(loop);
	if (getpid() != parent)
		_exit(3);
	assert_int_equal(status, 0);
	assert_trace("parent");
	assert_int_equal(WEXITSTATUS(child_status), 3);
	loop_free(loop);
}

TESTS(T(what_a_generator_yields_goes_to_its_task), T(one_that_fails_disturbs_nobody),
      T(a_positive_return_is_named),
      T(a_forked_child_does_not_run_the_tasks_behind_the_one_that_forks))

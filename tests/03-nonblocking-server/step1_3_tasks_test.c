/* 3.1.3: what the busy server does with its tasks and its listener at the end. */
#pragma GCC diagnostic ignored "-Wunused-function" /* this is a part of a program */
#include "server_busy.h"
#include "testing.h"

/* Goes on for two passes, or until it is freed. */
static int serves(void *name, void **result)
{
	int error = 0;

	for (int i = 0; i < 2 && error == 0; i++) {
		trace("%s", (char *)name);
		error = generator_yield(NULL, NULL);
	}
	trace("%s:%s", (char *)name, error == -ECANCELED ? "freed" : "ends");
	return error;
}

/* The task that accepts has begun; the other two owe answers. */
static void the_end_frees_the_task_that_accepts_and_waits_for_the_others(void **state)
{
	static char *names[] = { "accepts", "first", "last" };
	Tasks tasks = { 0 };
	int listener = dup(0);

	for (int i = 0; i < 3; i++)
		succeeds(tasks_append(&tasks, generator_new(serves, names[i])));
	assert_int_equal(generator_next(tasks.all[0], NULL), 1);
	busy_now = monotonic_time() + 3600; /* so no machine is too slow for GRACE */
	busy_end(&tasks, listener);
	assert_trace("accepts accepts:freed last first last first last:ends first:ends");
	if (close(listener) == 0)
		fail_msg("busy_end should have closed the listener, it left it open");
}

TESTS(T(the_end_frees_the_task_that_accepts_and_waits_for_the_others))

/* Rung 4.2.3: what ASYNCIO_DEBUG=1 says of callbacks and generators that hold the
 * loop, and of a timer whose storage has gone. */
#include "core.h"
#include "io.h"
#include "io_tasks.h"

#include <unistd.h>

static void start(void)
{
	setenv("ASYNCIO_DEBUG", "1", 1);
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	setvbuf(stdout, NULL, _IONBF, 0);
	loop = asyncio_new_event_loop();
}

static int sleeps(void *seconds, void **result)
{
	return asyncio_sleep(*(double *)seconds);
}

static double ten = 10;

/* Runs until ten seconds of the virtual clock have passed. */
static void runs_for_ten_seconds(void)
{
	Task *task = loop_create_task(loop, sleeps, &ten);

	printf("%s", why(loop_run_until_complete(loop, task, NULL)));
	printf(" %g\n", loop_time(loop));
	loop_free(loop);
}

/* Where a program cannot ask for the names of its functions, there is none to say. */
static void assert_held_once(const char *what)
{
	char line[80];

	snprintf(line, sizeof line, "callback '%s' held the loop for 0.", what);
	if (printed(line) == 0)
		snprintf(line, sizeof line, "a callback held the loop for 0.");
	assert_int_equal(printed(line), 1);
}

static Handle again_handle;
static int times;

static void holds_again(void *unused)
{
	usleep(150000);
	if (++times < 2)
		printf("%s\n", why(loop_call_later(loop, 3, &again_handle)));
}

static void holds_three_times(void)
{
	start();
	again_handle = (Handle)HANDLE(holds_again, NULL);
	Handle soon = HANDLE(holds_again, NULL);
	printf("%s\n", why(loop_call_soon(loop, &soon)));
	printf("%s\n", why(loop_call_later(loop, 5, &again_handle)));
	times = 0;
	runs_for_ten_seconds();
}

static void a_callback_that_holds_the_loop_is_named_once(void **state)
{
	assert_int_equal(run_child(holds_three_times), 0);
	assert_held_once("holds_again");
	assert_printed(" seconds\n");
	assert_printed("ok 10\n");
}

static void holds_later(void *unused)
{
	usleep(150000);
}

/* Nothing is ready in the pass in which a timer is due. */
static void holds_as_a_timer(void)
{
	start();
	Handle timer = HANDLE(holds_later, NULL);
	printf("%s\n", why(loop_call_later(loop, 5, &timer)));
	runs_for_ten_seconds();
}

static void so_is_the_callback_of_a_timer(void **state)
{
	assert_int_equal(run_child(holds_as_a_timer), 0);
	assert_held_once("holds_later");
	assert_printed("ok 10\n");
}

static int ends[2];

static void holds_reading(void *unused)
{
	usleep(150000);
	loop_remove_reader(loop, ends[0]);
}

static void holds_as_a_reader(void)
{
	start();
	Handle reader = HANDLE(holds_reading, NULL);
	printf("%d\n", pipe(ends) == 0 && write(ends[1], "x", 1) == 1);
	printf("%s\n", why(loop_add_reader(loop, ends[0], &reader)));
	runs_for_ten_seconds();
}

static void the_callback_of_a_descriptor_is_named_and_not_the_librarys(void **state)
{
	assert_int_equal(run_child(holds_as_a_reader), 0);
	assert_held_once("holds_reading");
	assert_printed("ok 10\n");
}

static int holds_twice(void *unused, void **result)
{
	usleep(150000);
	int status = generator_yield(NULL, NULL);
	usleep(150000);
	return status;
}

static Generator *named(const char *name)
{
	Generator *generator = generator_new(holds_twice, NULL);

	generator_set_name(generator, name);
	return generator;
}

/* Generators of a loop are watched from the beginning, before there is a task. */
static void generators_hold(void)
{
	start();
	printf("%s\n", why(task_list_add(loop, named("first"))));
	printf("%s\n", why(io_task_add(loop, named("second"))));
	runs_for_ten_seconds();
}

static void generators_that_hold_the_loop_are_named_once_each(void **state)
{
	assert_int_equal(run_child(generators_hold), 0);
	assert_int_equal(printed("generator 'first' held the loop for 0."), 1);
	assert_int_equal(printed("generator 'second' held the loop for 0."), 1);
	assert_printed("ok 10\n");
}

static void does_nothing(void *unused)
{
}

static void begins_a_timer(void)
{
	Handle handle = HANDLE(does_nothing, NULL);

	loop_call_later(loop, 5, &handle);
}

/* So deep that what the task calls next does not write there. */
static int begins_a_timer_far_below(void (*volatile begin)(void))
{
	char far[8 * 1024], *volatile there = far;

	there[0] = 0;
	begin();
	return there[0];
}

static int loses_a_handle(void *unused, void **result)
{
	int (*volatile below)(void (*volatile)(void)) = begins_a_timer_far_below;

	return below(begins_a_timer) + asyncio_sleep(10);
}

static void loses_one(void)
{
	start();
	Task *task = loop_create_task(loop, loses_a_handle, NULL);
	printf("%s", why(loop_run_until_complete(loop, task, NULL)));
	printf(" %g\n", loop_time(loop));
	loop_free(loop);
}

static void a_timer_whose_storage_has_gone_is_reported_and_taken_back(void **state)
{
	const char *under = getenv("RUN_UNDER");

	if (SANITIZED || (under != NULL && strstr(under, "valgrind") != NULL))
		skip_because("valgrind and sanitizers mind the look at what has gone, or "
		             "keep it elsewhere");
	assert_int_equal(run_child(loses_one), 0);
	assert_printed(
		"task 'Task-1': a handle that is a timer was a local variable of a "
		"function that\n  has returned: it is taken back\nok 10\n");
}

TESTS(T(a_callback_that_holds_the_loop_is_named_once),
      T(so_is_the_callback_of_a_timer),
      T(the_callback_of_a_descriptor_is_named_and_not_the_librarys),
      T(generators_that_hold_the_loop_are_named_once_each),
      T(a_timer_whose_storage_has_gone_is_reported_and_taken_back))

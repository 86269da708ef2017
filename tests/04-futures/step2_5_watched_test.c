/* Rung 4.2.5: what ASYNCIO_DEBUG=1 sees besides: where things were made, leaks, other
 * threads, and SIGQUIT. */
#include "core.h"
#include "io.h"
#include "reported.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* For children: no asserts. A shell ignores SIGQUIT for what runs in the background. */
static void start(void)
{
	signal(SIGQUIT, SIG_DFL);
	setenv("ASYNCIO_DEBUG", "1", 1);
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	setvbuf(stdout, NULL, _IONBF, 0);
	loop = asyncio_new_event_loop();
}

static Task *named(Task *task, const char *name)
{
	task_set_name(task, name);
	return task;
}

static int sleeps(void *seconds, void **result)
{
	return asyncio_sleep(*(double *)seconds);
}

static double one = 1, ten = 10;

enum { MADE_HERE = __LINE__ + 6 };

static void tells_where(void)
{
	start();
	named(loop_create_task(loop, sleeps, &one), "one");
	named(loop_create_task(loop, sleeps, &ten), "ten");
	named((loop_create_task)(loop, sleeps, &ten), "without a place");
	make_passes(1);
	time_sleep(0.5);
	asyncio_print_tasks(loop, stdout);
	loop_free(loop);
}

static void a_report_says_since_when_and_where_a_task_was_made(void **state)
{
	char made[80];

	assert_int_equal(run_child(tells_where), 0);
	forget_stack_sizes();
	assert_printed("task 'one' waits for time to pass, 0.50 s more\n"
	               "    (for 0.50 s; stack: N KiB");
	snprintf(made, sizeof made, "made in step2_5_watched_test.c:%d)\n",
	         MADE_HERE - 1);
	assert_printed(made);
	snprintf(made, sizeof made, "made in step2_5_watched_test.c:%d)\n", MADE_HERE);
	assert_printed(made);
	assert_int_equal(printed("made in "), 4);
}

static void whatever_still_exists_is_listed_with_its_place(void **state)
{
	char made[120];

	assert_int_equal(run_child(tells_where), 0);
	snprintf(made, sizeof made,
	         "task 'one' was not finished when its loop was closed: it waits for "
	         "time to pass\n"
	         "  (made in step2_5_watched_test.c:%d)\n",
	         MADE_HERE - 1);
	assert_printed(made);
}

static void uses_the_function(void)
{
	Task *(*make)(Loop *, CoroutineFn *, void *) = &loop_create_task;

	start();
	Task *task = make(loop, sleeps, &one);
	printf("%zu\n", asyncio_all_tasks(loop, NULL, 0));
	printf("%s\n", why(loop_run_until_complete(loop, task, NULL)));
	loop_free(loop);
}

static void the_macros_are_functions_as_well(void **state)
{
	assert_int_equal(run_child(uses_the_function), 0);
	forget_what_held();
	assert_text(program_output, "1\nok\n");
}

static int goes_deep(void *unused, void **result)
{
	volatile char much[30 * 1024];

	for (size_t i = 0; i < sizeof much; i += 100)
		much[i] = 1;
	return much[0] - 1;
}

static int went_deep(void *unused, void **result)
{
	/* Not inlined: its frame is left again. */
	int (*volatile body)(void *, void **) = goes_deep;
	int status = body(NULL, NULL);

	return status < 0 ? status : asyncio_sleep(10);
}

static void shows_depths(void)
{
	start();
	Task *before = loop_create_task(loop, went_deep, NULL);
	named(before, "deep");
	make_passes(1);
	task_cancel(before);
	make_passes(3);
	task_detach(before);
	named(loop_create_task(loop, sleeps, &ten), "flat"); /* perhaps on that stack */
	named(loop_create_task(loop, went_deep, NULL), "deep as well");
	make_passes(1);
	asyncio_print_tasks(loop, stdout);
	_Exit(0);
}

static void the_most_that_a_stack_was_used_is_its_own(void **state)
{
	int now = 0, most = 0;

	assert_int_equal(run_child(shows_depths), 0);
	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers and valgrind have stacks that nobody looks at");
	const char *deep = strstr(program_output, "'deep as well'");
	assert_non_null(deep);
	assert_int_equal(
		sscanf(strstr(deep, "stack"), "stack: %d KiB, at most %d", &now, &most),
		2);
	assert_compared(now, <, 20);
	assert_compared(most, >=, 30);
	assert_compared(most, <, 50);
	const char *flat = strstr(program_output, "'flat'");
	assert_int_equal(
		sscanf(strstr(flat, "stack"), "stack: %d KiB, at most %d", &now, &most),
		2);
	assert_compared(most, <, 20);
}

static int moment = 30; /* milliseconds, after which the loop sleeps */

static void *sets(void *future)
{
	usleep((useconds_t)moment * 1000);
	future_set_result(future, NULL);
	return NULL;
}

static void does_nothing(void *unused)
{
}

static int waits_for_a_thread(void *unused, void **result)
{
	Future *future = loop_create_future(loop);
	Handle timer = HANDLE(does_nothing, NULL);
	pthread_t thread;

	/* The thread does not wake the loop. */
	loop_call_later(loop, moment / 100.0, &timer);
	if (pthread_create(&thread, NULL, sets, future) != 0)
		return -EIO;
	int status = await(future, NULL);
	pthread_join(thread, NULL);
	handle_cancel(&timer);
	return status;
}

static void is_used_by_a_thread(void)
{
	start();
	setenv("ASYNCIO_CLOCK", "real", 1);
	loop_free(loop);
	loop = asyncio_new_event_loop();
	Task *task = loop_create_task(loop, waits_for_a_thread, NULL);
	printf("tasks: %zu\n", asyncio_all_tasks(loop, NULL, 0));
	printf("%s\n", why(loop_run_until_complete(loop, task, NULL)));
	loop_free(loop);
}

static void the_use_of_a_loop_by_another_thread_is_reported(void **state)
{
	if (UNDER_THREAD_SANITIZER)
		skip_because("ThreadSanitizer reports it as well");
	/* On a slow machine the loop may not sleep yet when it is used. */
	for (moment = 30; moment < 3000; moment *= 3) {
		assert_int_equal(run_child(is_used_by_a_thread), 0);
		if (printed("another thread has used a loop") > 0)
			break;
	}
	assert_int_equal(printed("another thread has used a loop"), 1);
	assert_printed("tasks: 1\n");
	assert_printed("ok\n");
}

static int ends[2];

/* Passes on what was written to stderr, until the tree is there. */
static void passes_on(void *unused)
{
	char text[2000];
	ssize_t n = read(ends[0], text, sizeof text - 1);

	text[n < 0 ? 0 : n] = '\0';
	printf("%s", text);
	if (strstr(text, "waits for future 1") != NULL)
		loop_stop(loop);
}

/* What is written to stderr is read by the loop itself, so it is no deadlock. */
static void reads_stderr(void)
{
	static Handle reader = HANDLE(passes_on, NULL);

	start();
	if (pipe(ends) < 0 || dup2(ends[1], STDERR_FILENO) < 0)
		_Exit(1);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	if (loop_add_reader(loop, ends[0], &reader) < 0)
		_Exit(1);
	Task *reader_task = loop_create_task(loop, waits_for, (loop_create_future)(loop));
	if (reader_task == NULL)
		_Exit(1);
	task_set_name(reader_task, "reader");
}

static void is_asked_while_it_sleeps(void)
{
	reads_stderr();
	if (fork() == 0) {
		usleep(30000);
		kill(getppid(), SIGQUIT);
		_Exit(0);
	}
	_Exit(loop_run_forever(loop) < 0);
}

static void a_loop_that_sleeps_shows_its_tasks_on_sigquit(void **state)
{
	assert_int_equal(run_child(is_asked_while_it_sleeps), 0);
	assert_printed("SIGQUIT: the tasks of this loop\n  task 'reader' waits for "
	               "future 1\n    (for ");
}

static int is_asked(void *unused, void **result)
{
	raise(SIGQUIT);
	return asyncio_sleep(1);
}

static void is_asked_while_it_computes(void)
{
	reads_stderr();
	named(loop_create_task(loop, is_asked, NULL), "busy");
	_Exit(loop_run_forever(loop) < 0);
}

static void a_task_that_runs_is_named_at_once(void **state)
{
	assert_int_equal(run_child(is_asked_while_it_computes), 0);
	assert_printed("task 'busy' is running; all tasks come when it waits\n");
	assert_printed("SIGQUIT: the tasks of this loop\n"
	               "  task 'reader' waits for future 1\n    (");
	assert_printed("  task 'busy' waits for time to pass, 1.00 s more\n    (");
}

static void asks_without_debug_mode(void)
{
	signal(SIGQUIT, SIG_DFL);
	unsetenv("ASYNCIO_DEBUG");
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	loop = asyncio_new_event_loop();
	_Exit(loop_run_until_complete(loop, loop_create_task(loop, is_asked, NULL),
	                              NULL) < 0);
}

static void asks_when_the_loop_is_closed(void)
{
	start();
	Task *task = loop_create_task(loop, sleeps, &one);
	if (loop_run_until_complete(loop, task, NULL) < 0)
		_Exit(1);
	loop_free(loop);
	raise(SIGQUIT);
	_Exit(0);
}

static void asks_in_a_child(void)
{
	int status = 0;

	start();
	task_detach(loop_create_task(loop, sleeps, &one));
	if (fork() == 0) {
		raise(SIGQUIT);
		_Exit(0);
	}
	wait(&status);
	printf("the child %s\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGQUIT
	                                  ? "was ended by it"
	                                  : "was not ended by it");
	fflush(stdout);
	_Exit(0);
}

static void ignores(int signo)
{
	printf("handled");
}

static void has_its_own_handler(void)
{
	start();
	signal(SIGQUIT, ignores);
	task_detach(loop_create_task(loop, sleeps, &one));
	raise(SIGQUIT);
	printf("; tasks: %zu", asyncio_all_tasks(loop, NULL, 0));
	make_passes(2);
	_Exit(0);
}

static void where_nobody_watches_sigquit_does_what_it_does(void **state)
{
	assert_int_equal(run_child(asks_without_debug_mode), -SIGQUIT);
	assert_int_equal(run_child(asks_when_the_loop_is_closed), -SIGQUIT);
	assert_int_equal(run_child(asks_in_a_child), 0);
	assert_printed("the child was ended by it");
	assert_int_equal(run_child(has_its_own_handler), 0);
	forget_what_held();
	assert_text(program_output, "handled; tasks: 1");
}

TESTS(T(a_report_says_since_when_and_where_a_task_was_made),
      T(whatever_still_exists_is_listed_with_its_place),
      T(the_macros_are_functions_as_well), T(the_most_that_a_stack_was_used_is_its_own),
      T(the_use_of_a_loop_by_another_thread_is_reported),
      T(a_loop_that_sleeps_shows_its_tasks_on_sigquit),
      T(a_task_that_runs_is_named_at_once),
      T(where_nobody_watches_sigquit_does_what_it_does))

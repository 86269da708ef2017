/* 3.1.1: a pass over tasks, some of which end or come meanwhile. */
#pragma GCC diagnostic ignored "-Wunused-function" /* this is a part of a program */
#include "server_busy.h"
#include "memory.h"
#include "testing.h"

#include <signal.h>

static Tasks tasks;

typedef struct Task {
	const char *name;
	int times;         /* it ends in the turn behind these */
	struct Task *next; /* is appended in its first turn */
} Task;

static int counts(void *arg, void **result)
{
	Task *task = arg;
	int error = 0;

	if (task->next != NULL)
		succeeds(tasks_append(&tasks, generator_new(counts, task->next)));
	for (int i = 1; i <= task->times && error == 0; i++) {
		trace("%s%d", task->name, i);
		error = generator_yield(NULL, NULL);
	}
	trace("%s:ends", task->name);
	return error;
}

static void begin(Task *task)
{
	assert_int_equal(tasks_append(&tasks, generator_new(counts, task)), 0);
}

static void end(void)
{
	while (tasks.n > 0)
		generator_free(tasks.all[--tasks.n]);
	free(tasks.all);
}

static void a_task_that_comes_in_a_pass_waits_for_the_next_one(void **state)
{
	Task late = { "late", 2, NULL }, first = { "first", 3, &late };

	begin(&first);
	tasks_pass(&tasks);
	assert_trace("first1");
	assert_int_equal(tasks.n, 2);
	tasks_pass(&tasks);
	assert_trace("first1 first2 late1");
	end();
}

static void the_gap_of_a_task_that_ends_is_closed_and_the_order_stays(void **state)
{
	Task d = { "d", 3, NULL }, a = { "a", 3, &d }, b = { "b", 0, NULL };
	Task c = { "c", 3, NULL };

	begin(&a);
	begin(&b);
	begin(&c);
	tasks_pass(&tasks);
	assert_trace("a1 b:ends c1");
	assert_int_equal(tasks.n, 3);
	tasks_pass(&tasks);
	assert_trace("a1 b:ends c1 a2 c2 d1");
	end();
}

/* What is freed is a stack, and is seen among the idle ones if rung 1.4.2 is written. */
static void a_task_that_ends_is_freed(void **state)
{
	Task stays = { "stays", 2, NULL }, ends = { "ends", 0, NULL };

	if (getenv("TESTS_MAIN") != NULL)
		skip_because("idle stacks are rung 1.4.2, which may be skipped");
	begin(&stays);
	begin(&ends);
	const StackPool *pool = stack_pool(CALLSTACK_SIZE);
	size_t idle = pool->n_idle;
	tasks_pass(&tasks);
	assert_trace("stays1 ends:ends");
	assert_int_equal(pool->n_idle, idle + 1);
	end();
}

/* The stack of the task that accepts is there, but no memory for the list of tasks. The
 * signal, which waits already, would end the passes. */
static void serve_without_memory(void)
{
	const StackPool *pool = stack_pool(CALLSTACK_SIZE);
	int fd = dup(0);

	generator_free(generator_new(counts, NULL));
	size_t idle = pool->n_idle;
	server_signals_block();
	raise(SIGTERM);
	take_memory();
	int error = busy_serve(fd, 1, false);
	give_memory();
	printf("%s, %s, %s\n", strerror(-error), close(fd) < 0 ? "closed" : "open",
	       pool->n_idle == idle ? "freed" : "not freed");
}

static void without_memory_it_frees_what_it_has_and_does_not_serve(void **state)
{
	char expected[100];

	if (getenv("TESTS_MAIN") != NULL)
		skip_because("idle stacks are rung 1.4.2, which may be skipped");
	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers need more memory than that");
	snprintf(expected, sizeof expected, "%s, closed, freed\n", strerror(ENOMEM));
	assert_int_equal(run_child(serve_without_memory), 0);
	assert_printed(expected);
}

TESTS(T(a_task_that_comes_in_a_pass_waits_for_the_next_one),
      T(the_gap_of_a_task_that_ends_is_closed_and_the_order_stays),
      T(a_task_that_ends_is_freed),
      T(without_memory_it_frees_what_it_has_and_does_not_serve))

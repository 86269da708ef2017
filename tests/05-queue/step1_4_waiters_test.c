/* Step 5.1: the line in which tasks wait, and who may not: waiters.h, and a queue where
 * nobody can wait for it. */
#include "queueing.h"
#include "thread_count.h"

#include <sys/resource.h>

static const FutureKind in_line = { "its turn in the line", waiter_cancel, NULL, true,
	                            NULL };

typedef struct Person {
	Links *line;
	const char *name;
	Task *task;
} Person;

static int waits_in_line(void *arg, void **result)
{
	const Person *person = arg;
	Waiter waiter;
	int status = waiters_wait(person->line, &waiter, &in_line);

	trace("%s:%s@%d%s", person->name, how(status), pass,
	      waiter_was_woken(&waiter) ? "!" : "");
	return status;
}

static void line_up(Links *line, Person *people, size_t n)
{
	static const char *const names[] = { "a", "b", "c", "d" };

	for (size_t i = 0; i < n; i++) {
		people[i] = (Person){ line, names[i], NULL };
		people[i].task = new_task(waits_in_line, &people[i]);
	}
	make_passes(1);
}

static void disperse(const Person *people, size_t n)
{
	for (size_t i = 0; i < n; i++)
		future_unref(people[i].task);
	loop_free(loop);
}

static void they_are_woken_one_by_one_or_all_together(void **state)
{
	Links line = { 0 };
	Person people[4];

	begin();
	assert_true(waiters_empty(&line));
	assert_false(waiters_wake(&line));
	assert_false(waiters_wake_all(&line));
	line_up(&line, people, 4);
	assert_false(waiters_empty(&line));
	assert_true(waiters_wake(&line));
	make_passes(1);
	assert_trace("a:ok@2!");
	assert_true(waiters_wake_all(&line));
	assert_true(waiters_empty(&line));
	make_passes(1);
	assert_trace("a:ok@2! b:ok@3! c:ok@3! d:ok@3!");
	assert_false(waiters_wake(&line));
	disperse(people, 4);
}

/* Who has been refused was not woken for anything that others could have. */
static void they_can_be_refused(void **state)
{
	Links line = { 0 };
	Person people[2];

	begin();
	line_up(&line, people, 2);
	waiters_refuse(&line, -EIO);
	make_passes(1);
	assert_trace("a:EIO@2 b:EIO@2");
	assert_true(waiters_empty(&line));
	waiters_refuse(&line, -EIO);
	future_result(people[0].task, NULL);
	future_result(people[1].task, NULL);
	disperse(people, 2);
}

/* Before it was woken, or after: the caller has to know. */
static void who_is_cancelled_knows_whether_it_had_been_woken(void **state)
{
	Links line = { 0 };
	Person people[2];

	begin();
	line_up(&line, people, 2);
	assert_true(waiters_wake(&line));
	task_cancel(people[0].task);
	task_cancel(people[1].task);
	assert_true(waiters_empty(&line));
	make_passes(1);
	assert_trace("a:ECANCELED@2! b:ECANCELED@2");
	disperse(people, 2);
}

static void outside_of_a_task_nobody_can_wait(void **state)
{
	Queue queue = { .maxsize = 1 };
	Links line = { 0 };
	Waiter waiter;
	void *item = NULL;

	begin();
	assert_int_equal(waiters_wait(&line, &waiter, &in_line), -EPERM);
	assert_false(waiter_was_woken(&waiter));
	assert_int_equal(queue_get(&queue, &item), -EPERM);
	assert_int_equal(queue_put(&queue, "a"), 0);
	assert_int_equal(queue_put(&queue, "b"), -EPERM);
	assert_int_equal(queue_join(&queue), -EPERM);
	assert_int_equal(queue_get(&queue, &item), 0);
	assert_text((char *)item, "a");
	assert_int_equal(queue_task_done(&queue), 0);
	assert_int_equal(queue_join(&queue), 0);
	assert_true(nobody_waits(&queue));
	end_all(&queue, NULL, 0);
}

static void tasks_of_two_loops_cannot_wait_in_one_line(void **state)
{
	Queue queue = { 0 };
	Party here, there = { &queue, "2", NULL, NULL };

	begin();
	begin_all(gets_one, &queue, &here, 1);
	Loop *other = asyncio_new_event_loop();
	assert_non_null(other);
	Task *stranger = loop_create_task(other, gets_one, &there);
	assert_int_equal(loop_run_until_complete(other, stranger, NULL), -EINVAL);
	succeeds(queue_put_nowait(&queue, "a"));
	make_passes(1);
	assert_trace("2:EINVAL@1 1:a@2");
	/* When nobody waits there, the other one may. */
	stranger = loop_create_task(other, gets_one, &there);
	succeeds(queue_put_nowait(&queue, "b"));
	assert_int_equal(loop_run_until_complete(other, stranger, NULL), 0);
	assert_trace("2:EINVAL@1 1:a@2 2:b@2");
	loop_free(other);
	end_all(&queue, &here, 1);
}

static void a_closed_loop_leaves_nobody_in_line(void **state)
{
	Queue queue = { 0 };
	Party getters[3];

	begin();
	begin_all(gets_one, &queue, getters, 3);
	succeeds(queue_put_nowait(&queue, "a"));
	loop_close(loop);
	assert_trace("1:ECANCELED@1 2:ECANCELED@1 3:ECANCELED@1");
	assert_true(nobody_waits(&queue));
	assert_drained(&queue, "a");
	end_all(&queue, getters, 3);
}

static int insists(void *queue, void **result)
{
	for (int i = 0; i < 1000; i++)
		ignore_status(queue_get(queue, NULL));
	return 0;
}

static void insist_on_an_item(void)
{
	Queue queue = { 0 };

	loop = asyncio_new_event_loop();
	task_detach(loop_create_task(loop, insists, &queue));
	make_passes(1);
	loop_free(loop);
	printf("%d", nobody_waits(&queue));
	succeeds(queue_put_nowait(&queue, "a"));
	printf(" %s", drained(&queue));
	queue_clear(&queue);
}

/* It is abandoned; its place in the line would be that of a dead man. */
static void who_insists_when_its_loop_is_closed_is_not_in_line_either(void **state)
{
	assert_int_equal(run_child(insist_on_an_item), 0);
	assert_printed("it is abandoned");
	assert_printed("1 a");
}

static void who_waits_for_a_queue_that_is_cleared_gets_an_error(void **state)
{
	Queue queue = { .maxsize = 1 };
	Party getter, putter, joiner;

	begin();
	begin_all(gets_one, &queue, &getter, 1);
	queue_clear(&queue);
	succeeds(queue_put_nowait(&queue, "x"));
	begin_all(puts_one, &queue, &putter, 1);
	begin_all(joins, &queue, &joiner, 1);
	queue_clear(&queue);
	make_passes(1);
	assert_trace("1:EPIPE@2 a:EPIPE@4 1:EPIPE@4");
	assert_true(queue_empty(&queue));
	assert_true(nobody_waits(&queue));
	future_unref(getter.task);
	future_unref(putter.task);
	end_all(&queue, &joiner, 1);
}

static int waits_for_ever(void *queue, void **result)
{
	return queue_get(queue, NULL);
}

static int puts_for_ever(void *queue, void **result)
{
	return queue_put(queue, "b");
}

static int joins_for_ever(void *queue, void **result)
{
	return queue_join(queue);
}

static void wait_for_each_other(void)
{
	Queue empty = { 0 }, full = { .maxsize = 1, .name = "the full one" };

	succeeds(queue_put_nowait(&full, "a"));
	loop = asyncio_new_event_loop();
	Task *tasks[] = { loop_create_task(loop, waits_for_ever, &empty),
		          loop_create_task(loop, puts_for_ever, &full),
		          loop_create_task(loop, joins_for_ever, &full) };
	printf("%s", why(loop_run_forever(loop)));
	for (int i = 0; i < 3; i++) {
		task_cancel(tasks[i]);
		task_detach(tasks[i]);
	}
	succeeds(loop_run_forever(loop));
	loop_free(loop);
	queue_clear(&full);
}

static void a_deadlock_says_what_each_waits_for(void **state)
{
	needs_thread_count();
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	assert_int_equal(run_child(wait_for_each_other), 0);
	assert_printed("task 'Task-1' waits for an item of queue 1 ");
	assert_printed("task 'Task-2' waits for room in queue 'the full one', items: 1 ");
	assert_printed("task 'Task-3' waits for the work on queue 'the full one' to be "
	               "done, items left: 1 ");
	assert_printed("EDEADLK");
}

/* Puts until there is no memory; what was put is there, and nothing else. */
static void fill_the_memory(void)
{
	struct rlimit none = { 0, RLIM_INFINITY }, all = { RLIM_INFINITY, RLIM_INFINITY };
	static char items[(1 << 24) + 1];
	Queue queue = { 0 };
	void *got = NULL;
	size_t n = 0, wrong = 0;
	int status = 0;

	setrlimit(RLIMIT_AS, &none);
	while (n < 1 << 24 && (status = queue_put_nowait(&queue, &items[0] + n)) == 0)
		n++;
	trace("%s %d", how(status), queue_qsize(&queue) == n);
	trace("%s", how(queue_put(&queue, NULL)));
	setrlimit(RLIMIT_AS, &all);
	trace("%s", how(queue_put_nowait(&queue, &items[0] + n)));
	for (size_t i = 0; i <= n; i++) {
		succeeds(queue_get_nowait(&queue, &got));
		wrong += got != &items[0] + i;
	}
	trace("%zu wrong, %zu left", wrong, queue_qsize(&queue));
	for (size_t i = 0; i <= n; i++)
		wrong += queue_task_done(&queue) != 0;
	trace("%zu %s", wrong, how(queue_task_done(&queue)));
	queue_clear(&queue);
}

static void where_there_is_no_memory_nothing_is_put_and_nothing_is_lost(void **state)
{
	Queue queue = { 0 };

	assert_int_equal(queue_get_nowait(&queue, NULL), -EAGAIN);
	if (SANITIZED || TEST_SCALE > 1)
		return; /* they need more memory than that for themselves */
	assert_int_equal(run_child(fill_the_memory), 0);
	assert_trace("ENOMEM 1 ENOMEM ok 0 wrong, 0 left 0 ERANGE");
}

TESTS(T(they_are_woken_one_by_one_or_all_together), T(they_can_be_refused),
      T(who_is_cancelled_knows_whether_it_had_been_woken),
      T(outside_of_a_task_nobody_can_wait), T(tasks_of_two_loops_cannot_wait_in_one_line),
      T(a_closed_loop_leaves_nobody_in_line),
      T(who_insists_when_its_loop_is_closed_is_not_in_line_either),
      T(who_waits_for_a_queue_that_is_cleared_gets_an_error),
      T(a_deadlock_says_what_each_waits_for),
      T(where_there_is_no_memory_nothing_is_put_and_nothing_is_lost))

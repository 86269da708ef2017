/* last_loaf.c - two customers wait for bread, and one loaf is baked. They wait for an
 * event, or with --condition for a condition. */
#include "locks.h"
#include "program.h"
#include "runners.h"

static int loaves;
static Event baked;
static Lock shop;
static Condition changed = { .lock = &shop };
static bool with_condition;

/* Paying takes a while. */
static int take_loaf(const char *name)
{
	int error = asyncio_sleep(0.1);

	loaves--;
	printf("%s has a loaf, %d are left\n", name, loaves);
	return error;
}

static int buy_after_event(const char *name)
{
	int error = event_wait(&baked);

	return error < 0 ? error : take_loaf(name);
}

static bool is_bread_there(void *unused)
{
	return loaves > 0;
}

static int buy_with_condition(const char *name)
{
	int error = lock_acquire(&shop);

	if (error < 0)
		return error;
	error = condition_wait_for(&changed, is_bread_there, NULL);
	if (error == 0)
		error = take_loaf(name);
	lock_release(&shop);
	return error;
}

static int customer(void *name, void **result)
{
	return with_condition ? buy_with_condition(name) : buy_after_event(name);
}

static int bake(void)
{
	int error = asyncio_sleep(1);

	if (error == 0)
		error = lock_acquire(&shop);
	if (error < 0)
		return error;
	loaves++;
	printf("a loaf is baked\n");
	event_set(&baked);
	condition_notify_all(&changed);
	lock_release(&shop);
	return 0;
}

static int async_main(void *arg, void **result)
{
	Task *ada = asyncio_create_task(customer, "ada");
	Task *bob = asyncio_create_task(customer, "bob");
	int error = bake();

	if (error == 0)
		error = asyncio_sleep(1);
	if (!future_done(bob))
		printf("bob still waits, %d are left\n", loaves);
	task_cancel(ada);
	task_cancel(bob);
	Task *customers[] = { ada, bob };
	int errors[2], status = await(asyncio_gatherv(customers, 2, NULL, errors), NULL);
	return error < 0 ? error : status;
}

int main(int argc, char *argv[])
{
	Option options[] = { { "condition", &with_condition, OPTION_FLAG }, { 0 } };

	program_begin(argc, argv, options,
	              " [--condition]\n\nTwo customers wait for one loaf: for an event, "
	              "or with a condition.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}

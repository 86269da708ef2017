/* bad_news.c - one task needs ten seconds, another fails after one. When does main hear
 * of it, and what becomes of the first one? */
#include "program.h"
#include "runners.h"
#include "taskgroups.h"

static int be_slow(void *arg, void **result)
{
	return asyncio_sleep(10);
}

static int go_wrong(void *arg, void **result)
{
	int error = asyncio_sleep(1);

	return error < 0 ? error : -EIO;
}

static Task *create(CoroutineFn *fn, const char *name)
{
	Task *task = asyncio_create_task(fn, NULL);

	task_set_name(task, name);
	return task;
}

static int in_order(void)
{
	Task *slow = create(be_slow, "slow"), *wrong = create(go_wrong, "wrong");
	int error = await(slow, NULL), wrongs = await(wrong, NULL);

	return error < 0 ? error : wrongs;
}

static int gathered(void)
{
	Task *slow = create(be_slow, "slow"), *wrong = create(go_wrong, "wrong");

	return await(asyncio_gather(NULL, slow, wrong), NULL);
}

static int in_a_group(void)
{
	TaskGroup group = { 0 };
	int error = taskgroup_enter(&group);

	taskgroup_create_task(&group, be_slow, NULL);
	taskgroup_create_task(&group, go_wrong, NULL);
	return taskgroup_exit(&group, error);
}

static struct Way {
	const char *name;
	int (*wait)(void);
} ways[] = { { "in order", in_order },
	     { "gathered", gathered },
	     { "in a group", in_a_group } };

static int async_main(void *arg, void **result)
{
	struct Way *way = arg;
	Loop *loop = asyncio_get_running_loop();
	double start = loop_time(loop);
	int error = way->wait();

	printf("%s: heard after %.0f s, tasks left: %zu\n", way->name,
	       loop_time(loop) - start, asyncio_all_tasks(loop, NULL, 0) - 1);
	program_flush(); /* in order with what comes on stderr */
	return error == -EIO ? 0 : error;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nWaits for two tasks, in three ways.");
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		int error = asyncio_run(async_main, &ways[i], NULL);
		if (error < 0)
			program_fail(error);
	}
	return 0;
}

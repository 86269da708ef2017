/* never_awaited.c - what becomes of tasks that nobody cares for. They run all the same,
 * for a task runs by itself; but each mistake is explained in a line on stderr. */
#include "program.h"
#include "runners.h"
#include "tasks.h"

static int greet(void *arg, void **result)
{
	printf("'%s' says hello\n", task_get_name(asyncio_current_task()));
	program_flush(); /* in order with what comes on stderr */
	return 0;
}

static int fail(void *arg, void **result)
{
	return -EACCES;
}

static int linger(void *arg, void **result)
{
	return asyncio_sleep(10);
}

static Task *create(CoroutineFn *fn, const char *name)
{
	Task *task = asyncio_create_task(fn, NULL);

	task_set_name(task, name);
	return task;
}

static int async_main(void *arg, void **result)
{
	Future *future = loop_create_future(asyncio_get_running_loop());

	/* As it should be. */
	int error = await(create(greet, "awaited"), NULL);
	task_detach(create(greet, "detached"));

	/* Each of these is a mistake. */
	create(greet, "forgotten");
	create(fail, "failed and forgotten");
	task_detach(create(fail, "failed, and nobody looked"));
	task_detach(create(linger, "slower than main"));
	future_set_error(future, -ENOENT);
	future_unref(future);
	return error < 0 ? error : asyncio_sleep(1);
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nMakes mistakes, and shows what is said.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}

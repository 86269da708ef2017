/* async_with.c - what has been acquired is released, however its user ends: well, with an
 * error, or cancelled. A user who is cancelled before has nothing to release. */
#include "program.h"
#include "runners.h"
#include "tasks.h"

enum { USERS = 4 };

typedef struct User {
	const char *name;
	double seconds;
	int error;
} User;

/* async def __aenter__(self): */
static int lamp_enter(const char *name)
{
	int error = asyncio_sleep(0.1);

	if (error == 0)
		printf("%s has light\n", name);
	return error;
}

/* async def __aexit__(self, error): it may wait, even when its task is cancelled: the
 * request is delivered only once. */
static int lamp_exit(const char *name, int error)
{
	int late = asyncio_sleep(0.1);

	printf("%s has put it out\n", name);
	return late < 0 ? late : error;
}

static int use(void *arg, void **result)
{
	User *user = arg;
	int error = lamp_enter(user->name); /* async with lamp: */

	if (error < 0)
		return error;
	error = asyncio_sleep(user->seconds);
	if (error == 0)
		error = user->error;
	return lamp_exit(user->name, error);
}

static void cancel(void *task)
{
	task_cancel(task);
}

static int async_main(void *arg, void **result)
{
	static User users[] = {
		{ "Ada", 1, 0 }, { "Bob", 2, -EIO }, { "Cyd", 9, 0 }, { "Dan", 9, 0 }
	};
	Loop *loop = asyncio_get_running_loop();
	Task *tasks[USERS];
	int errors[USERS];

	for (int i = 0; i < USERS; i++)
		tasks[i] = asyncio_create_task(use, &users[i]);
	Handle late = HANDLE(cancel, tasks[2]), early = HANDLE(cancel, tasks[3]);
	loop_call_later(loop, 3, &late);
	loop_call_later(loop, 0.05, &early);
	int error = await(asyncio_gatherv(tasks, USERS, NULL, errors), NULL);
	handle_cancel(&late);
	handle_cancel(&early);
	for (int i = 0; i < USERS && error == 0; i++)
		printf("%s %s\n", users[i].name,
		       errors[i] == 0            ? "is done"
		       : errors[i] == -ECANCELED ? "was cancelled"
		                                 : "has failed");
	return error;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nLets four tasks use a lamp, and end.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}

/* info_tasks.c - a program that can be asked what its tasks do, while it runs.
 *
 * It has three tasks, which are given: "sleeper" sleeps for an hour, "getter" waits for
 * an item of a queue, and "parent" waits for the sleeper. Write the console: it prints
 * "listening on 127.0.0.1:PORT", and then anybody may connect (nc 127.0.0.1 PORT) and
 * type these commands, a line each. Every answer ends with a line that has only a dot.
 *
 *   tasks         the names of the three, and of main, a line each, in the order of
 *                 strcmp; not those of the console's own connections
 *   tree          what asyncio_print_tasks prints
 *   cancel NAME   cancels that task: "getter is cancelled", or "no task has that name"
 *   quit          closes this connection, without an answer
 *
 * Anything else is answered by "tasks, tree, cancel NAME, quit". Any number of people
 * may be connected. The program ends, with status 0, when it is interrupted or when
 * somebody has cancelled main. */
#include "asyncio.h"
#include "program.h"

static Queue orders;

static int sleeps(void *arg, void **result)
{
	return asyncio_sleep(3600);
}

static int gets(void *arg, void **result)
{
	return queue_get(&orders, NULL);
}

static int waits(void *sleeper, void **result)
{
	return future_wait(sleeper);
}

int main(int argc, char *argv[])
{
	long port = 8080;
	Option options[] = { { "port", &port, 0, 65535 }, { 0 } };

	program_begin(argc, argv, options, " [--port N]");
	unsetenv("ASYNCIO_CLOCK"); /* others know nothing of our virtual clock */
	(void)sleeps, (void)gets, (void)waits;
	return 0;
}

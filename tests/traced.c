/* traced.c WHAT - a program that ends badly, or does what is hard to trace. */
#include "asyncio.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *what;

static bool is(const char *word)
{
	return strcmp(what, word) == 0;
}

static int falls(void *arg, void **result)
{
	printf("before\n");
	int error = asyncio_sleep(1);
	if (error < 0)
		return error;
	if (is("crash"))
		*(volatile char *)arg = 1; /* arg is NULL */
	if (is("killed"))
		kill(getpid(), SIGKILL);
	if (is("terminated"))
		raise(SIGTERM);
	while (is("hang"))
		pause();
	if (is("leaves"))
		_exit(3);
	return 0;
}

static int spins(void *arg, void **result)
{
	int error = 0;

	for (long i = 0; error == 0 && i < 100000; i++)
		error = asyncio_sleep(0);
	return error;
}

static int waits_for_ever(void *arg, void **result)
{
	Future *future = loop_create_future(asyncio_get_running_loop());

	return await(future, NULL);
}

static int blocks(void *arg, void **result)
{
	Task *other = asyncio_create_task(falls, NULL);
	int error = asyncio_sleep(0);

	if (error == 0)
		time_sleep(1.5);
	int end = await(other, NULL);
	return error < 0 ? error : end;
}

static void run(CoroutineFn *fn)
{
	if (asyncio_run(fn, NULL, NULL) < 0)
		exit(8);
}

static int waits_for_child(void *arg, void **result)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		run(falls);
		exit(0);
	}
	bool first = waitpid(-1, &status, 0) == child;
	return first && waitpid(-1, &status, 0) < 0 ? 0 : -1;
}

static void *runs(void *unused)
{
	run(spins);
	return NULL;
}

static void run_threads(void)
{
	pthread_t threads[3];

	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, runs, NULL);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
}

int main(int argc, char *argv[])
{
	what = argc > 1 ? argv[1] : "";
	if (is("threads"))
		run_threads();
	else
		run(is("spin")       ? spins
		    : is("fork")     ? waits_for_child
		    : is("deadlock") ? waits_for_ever
		    : is("blocks")   ? blocks
		                     : falls);
	return 7;
}

/* traced.c WHAT - a program that ends badly, or does what is hard to trace. */
#include "asyncio.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

static const char *what, *program;

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

/* Ends in its 1001st pass. */
static int spins_and_falls(void *arg, void **result)
{
	int error = 0;

	for (int i = 0; error == 0 && i < 1000; i++)
		error = asyncio_sleep(0);
	raise(is("spun and killed") ? SIGKILL : SIGSEGV);
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

/* Two processes go on from here, in the middle of a run. */
static int doubles(void *arg, void **result)
{
	int error = 0;

	for (int i = 0; error == 0 && i < 50; i++)
		error = asyncio_sleep(0);
	pid_t child = fork();
	for (int i = 0; error == 0 && i < 500; i++)
		error = asyncio_sleep(i % 3 == 0 ? 0.001 : 0);
	if (child == 0)
		_exit(error == 0 ? 0 : 1);
	while (waitpid(child, NULL, 0) < 0)
		;
	return error;
}

static int prints(void *arg, void **result)
{
	int error = 0;

	for (int i = 0; error == 0 && i < 3000; i++) {
		printf("line %d\n", i);
		error = i % 100 == 0 ? asyncio_sleep(0.5) : 0;
	}
	return error;
}

/* Says what it waits for, without the end of a line, and waits for an answer. */
static int asks(void *arg, void **result)
{
	char answer[16];

	printf("your name? ");
	fflush(stdout);
	return fgets(answer, sizeof answer, stdin) == NULL ? -EIO : 0;
}

static int prints_wide(void *arg, void **result)
{
	return wprintf(L"wide\n") == 5 ? 0 : -EIO;
}

static int starts_another(void *arg, void **result)
{
	return system(program) == -1 ? -EIO : asyncio_sleep(1);
}

/* Then a file of the program's gets the number of stderr, and those behind it. */
static int closes_all(void *arg, void **result)
{
	for (int fd = STDERR_FILENO; fd < 1024; fd++)
		close(fd);
	for (int i = 0; i < 300; i++)
		open(getenv("DATA"), O_WRONLY | O_CREAT, 0666);
	printf("before\n");
	return 0;
}

static int is_named(void *arg, void **result)
{
	task_set_name(asyncio_current_task(),
	              "\xed\xa0\x80 \xe0\x80\x80 \x80 \xff\xe2\x80\xae");
	return asyncio_sleep(1.5);
}

static void never_called(void *unused)
{
}

static int never_wakes(void *arg, void **result)
{
	return asyncio_sleep(1e25);
}

static int sets_far_timers(void *arg, void **result)
{
	static Handle timers[20];
	Task *sleeper = asyncio_create_task(never_wakes, NULL);

	for (int i = 0; i < 20; i++) {
		timers[i] = (Handle)HANDLE(never_called, NULL);
		loop_call_at(asyncio_get_running_loop(), 1e25, &timers[i]);
	}
	int error = asyncio_sleep(0);
	task_cancel(sleeper);
	int end = await(sleeper, NULL);
	return error < 0 || end == -ECANCELED ? error : end;
}

static int gives_way(void *arg, void **result)
{
	return asyncio_sleep(0);
}

static void *opens_and_closes(void *unused)
{
	for (int i = 0; i < 300; i++)
		run(gives_way);
	return NULL;
}

static Barrier hut = { .parties = 2, .name = "hut" };

static int arrives(void *arg, void **result)
{
	int number = barrier_wait(&hut);

	return number == -EPIPE || number == -ECANCELED ? 0 : number;
}

/* Wakes whatever waits at a barrier in both ways, and then wakes where nobody waits. */
static int wakes_nobody(void *arg, void **result)
{
	Event event = { .name = "flag" };
	Lock lock = { .name = "door" };
	Condition condition = { .lock = &lock, .name = "news" };
	int error = 0;

	for (int i = 0; i < 2 && error == 0; i++) {
		Task *walker = asyncio_create_task(arrives, NULL);
		error = asyncio_sleep(0);
		if (error == 0)
			error = (i == 0 ? barrier_reset : barrier_abort)(&hut);
		int status = await(walker, NULL);
		error = error < 0 ? error : status;
	}
	event_set(&event);
	event_clear(&event);
	barrier_reset(&hut);
	if (error == 0)
		error = lock_acquire(&lock);
	if (error == 0)
		error = condition_notify(&condition, 1);
	lock_release(&lock);
	return error;
}

static Semaphore gate = { .name = "gate" };

static int enters(void *arg, void **result)
{
	return semaphore_acquire(&gate);
}

/* Wakes two tasks, one after the other. */
static int wakes_in_turn(void *arg, void **result)
{
	Future *both = asyncio_gather(NULL, asyncio_create_task(enters, NULL),
	                              asyncio_create_task(enters, NULL));
	int error = asyncio_sleep(0);

	for (int i = 0; i < 2 && error == 0; i++)
		error = semaphore_release(&gate);
	int status = await(both, NULL);
	return error < 0 ? error : status;
}

/* Signals come while threads close their loops; one loop has the handler all the time. */
static int is_asked(void *arg, void **result)
{
	pthread_t threads[3];
	int error = 0;

	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, opens_and_closes, NULL);
	for (int i = 0; error == 0 && i < 1000; i++) {
		kill(getpid(), SIGQUIT);
		error = asyncio_sleep(0);
	}
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	return error;
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

static const struct {
	const char *word;
	CoroutineFn *fn;
} bodies[] = {
	{ "spin", spins },        { "fork", waits_for_child }, { "forks", doubles },
	{ "prints", prints },     { "asks", asks },            { "wide", prints_wide },
	{ "starts", starts_another }, { "closes", closes_all }, { "named", is_named },
	{ "", falls },            { "fine", falls },           { "crash", falls },
	{ "killed", falls },      { "terminated", falls },     { "hang", falls },
	{ "leaves", falls },      { "asked", is_asked },       { "far", sets_far_timers },
	{ "wakes nobody", wakes_nobody }, { "wakes in turn", wakes_in_turn },
	{ "spun", spins_and_falls },
	{ "spun and killed", spins_and_falls },
	                         { "deadlock", waits_for_ever }, { "blocks", blocks },
};

int main(int argc, char *argv[])
{
	what = argc > 1 ? argv[1] : "";
	program = argv[0];
	signal(SIGINT, SIG_DFL); /* a background job ignores these two */
	signal(SIGQUIT, SIG_DFL);
	if (setlocale(LC_ALL, "") == NULL)
		setlocale(LC_ALL, "C");
	if (is("exec"))
		execl("/bin/echo", "echo", "from another program", (char *)NULL);
	if (is("threads"))
		run_threads();
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		if (is(bodies[i].word))
			run(bodies[i].fn);
	}
	return 7;
}

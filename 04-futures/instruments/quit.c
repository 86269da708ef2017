/* quit.c - SIGQUIT, in debug mode: the tasks are written to stderr.
 *
 * A program that waits for what never comes is silent, and if something outside could
 * still wake it no deadlock is reported. SIGQUIT asks it what it waits for. The handler
 * is the process's: it writes a byte to the pipe of each loop. */
#include "quit.h"
#include "io_selector.h"
#include "tree.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_LOOPS = 64 }; /* of a process; the others are not asked */

/* One loop that is asked. */
typedef struct Quit {
	Loop *loop;
	int ends[2]; /* a pipe, which the handler of the signal writes to */
	int place;   /* among all loops of the process; negative: it has none */
	Handle reader;
	Handle closing;
	bool closes; /* the loop's tasks have been closed */
} Quit;

/* The pipe of each loop, plus one; 0: the place is free. */
static atomic_int pipes[MOST_LOOPS];
static atomic_int n_loops;
static atomic_int owner; /* the process that has the handler */
static atomic_int busy;  /* threads that are in it now */

/* ==== Given: what debug mode sees ==== */

static void quit_say(const char *text)
{
	if (write(STDERR_FILENO, text, strlen(text)) < 0)
		return; /* there is no other place to say it */
}

/* All that it calls may be called in a signal handler. */
static void quit_handler(int signo)
{
	int error = errno;

	atomic_fetch_add(&busy, 1);
	if (getpid() != atomic_load(&owner)) {
		signal(signo, SIG_DFL);
		kill(getpid(), signo);
	} else {
		if (task_running != NULL) {
			const Generator *generator =
				(const Generator *)(const void *)(task_running + 1);
			quit_say("task '");
			quit_say(generator->stack->name);
			quit_say("' is running; all tasks come when it waits\n");
		}
		for (int i = 0; i < MOST_LOOPS; i++) {
			int pipe = atomic_load(&pipes[i]) - 1;
			if (pipe >= 0 && write(pipe, "", 1) < 0)
				continue; /* it is full, so the loop will hear */
		}
		atomic_fetch_add(&io_wakeups, 1);
	}
	atomic_fetch_sub(&busy, 1);
	errno = error;
}

/* Whatever has come: the tasks are written once. */
static void quit_read(void *arg)
{
	Quit *quit = arg;
	char bytes[64];

	while (read(quit->ends[0], bytes, sizeof bytes) > 0)
		;
	flockfile(stderr);
	fprintf(stderr, "SIGQUIT: the tasks of this loop\n");
	task_tree_print(quit->loop, stderr);
	funlockfile(stderr);
}

/* The pipes are the parent's. */
static void quit_forked(void)
{
	for (int i = 0; i < MOST_LOOPS; i++)
		atomic_store(&pipes[i], 0);
	atomic_store(&n_loops, 0);
	atomic_store(&busy, 0);
}

static void quit_begin(void)
{
	pthread_atfork(NULL, NULL, quit_forked);
}

/* Has the process handle the signal, unless the program does so itself. */
static bool quit_install(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct sigaction now, action = { .sa_handler = quit_handler,
		                         .sa_flags = SA_RESTART | SA_ONSTACK };

	pthread_once(&once, quit_begin);
	if (sigaction(SIGQUIT, NULL, &now) < 0 ||
	    (now.sa_handler != SIG_DFL && now.sa_handler != quit_handler))
		return false;
	atomic_store(&owner, getpid());
	sigfillset(&action.sa_mask);
	return sigaction(SIGQUIT, &action, NULL) == 0;
}

static int quit_place(int pipe)
{
	for (int i = 0; i < MOST_LOOPS; i++) {
		int free = 0;
		if (atomic_compare_exchange_strong(&pipes[i], &free, pipe + 1))
			return i;
	}
	return -1;
}

/* Another thread, in the handler, may have seen the pipe before it was taken away: a pipe
 * is closed when there is no such thread, because to write to it then would end the
 * process by SIGPIPE, or would put a byte into another file. */
static void quit_unwatch(Quit *quit)
{
	struct sigaction now;
	bool ours = atomic_exchange(&pipes[quit->place], 0) == quit->ends[1] + 1;

	handle_cancel(&quit->reader);
	((IoSelector *)(void *)quit->loop->selector)->own--;
	while (atomic_load(&busy) > 0)
		sched_yield();
	close(quit->ends[0]);
	close(quit->ends[1]);
	if (ours && atomic_fetch_sub(&n_loops, 1) == 1 &&
	    sigaction(SIGQUIT, NULL, &now) == 0 && now.sa_handler == quit_handler)
		signal(SIGQUIT, SIG_DFL);
}

/* The loop is being closed. The first time it goes to the end of the list, behind all
 * tasks. */
static void quit_close(void *arg)
{
	Quit *quit = arg;

	if (!quit->closes) {
		quit->closes = true;
		handle_append(&quit->loop->closing, &quit->closing);
		return;
	}
	quit_unwatch(quit);
	free(quit);
}

/* Returns whether the loop has a pipe now, and a place. */
static bool quit_open(Quit *quit)
{
	if (!quit_install() || io_pipe(quit->ends) < 0)
		return false;
	if (loop_add_reader(quit->loop, quit->ends[0], &quit->reader) == 0)
		quit->place = quit_place(quit->ends[1]);
	if (quit->place >= 0)
		return true;
	handle_cancel(&quit->reader);
	close(quit->ends[0]);
	close(quit->ends[1]);
	return false;
}

void quit_watch(Loop *loop)
{
	Quit *quit = calloc(1, sizeof *quit);

	if (quit == NULL)
		return;
	quit->loop = loop;
	quit->place = -1;
	quit->reader = (Handle)HANDLE(quit_read, quit);
	quit->closing = (Handle)HANDLE(quit_close, quit);
	if (!quit_open(quit)) {
		free(quit);
		return;
	}
	((IoSelector *)(void *)loop->selector)->own++;
	atomic_fetch_add(&n_loops, 1);
	handle_append(&loop->closing, &quit->closing);
}

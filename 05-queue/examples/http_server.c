/* http_server.c - a web server: http://127.0.0.1:8080/, until it is interrupted. */
#include "examples/http.h" /* not from beside this file: yours comes first */
#include "program.h"
#include "runners.h"
#include "server_listen.h"
#include "signals.h"

typedef struct Options {
	long port, timeout;
	Http http; /* here, for it outlives the loop */
} Options;

/* How the server is ended by a signal. */
typedef struct Ending {
	Task *main;
	Future *begins; /* is set by the first signal */
	Handle interrupt, terminate;
} Ending;

/* The first signal: answers that are owed are still given, as http_stop has it. The
 * second one: main does not wait for that. */
static void interrupted(void *arg)
{
	Ending *ending = arg;

	if (future_set_result(ending->begins, NULL) < 0)
		task_cancel(ending->main);
}

/* From now on a signal ends the server, and not the program. 0, or why that cannot be
 * done. */
static int ending_begin(Ending *ending)
{
	Loop *loop = asyncio_get_running_loop();

	*ending = (Ending){ .main = asyncio_current_task(),
		            .begins = loop_create_future(loop),
		            .interrupt = HANDLE(interrupted, ending),
		            .terminate = HANDLE(interrupted, ending) };
	if (ending->begins == NULL)
		return -ENOMEM;
	int error = loop_add_signal_handler(loop, SIGINT, &ending->interrupt);
	if (error == 0)
		error = loop_add_signal_handler(loop, SIGTERM, &ending->terminate);
	return error;
}

/* Waits for the first signal. When the second one has come before main could run, it has
 * cancelled this wait; but what it is meant to cut short comes after it. */
static int ending_wait(Ending *ending)
{
	int error = future_wait(ending->begins);

	if (error != -ECANCELED || !future_done(ending->begins))
		return error;
	task_cancel(ending->main);
	return 0;
}

/* The signals are blocked first: without our handles they do what they do by default, and
 * that would kill a server that is about to return. */
static void ending_end(Ending *ending)
{
	server_signals_block();
	handle_cancel(&ending->interrupt);
	handle_cancel(&ending->terminate);
	future_unref(ending->begins);
}

static int serve(void *arg, void **result)
{
	Options *options = arg;
	Ending ending;
	Server *server = NULL;

	options->http.timeout = (double)options->timeout;
	int error = http_start(&options->http, "127.0.0.1", (int)options->port, &server);
	if (error < 0 || server == NULL)
		return error;
	error = ending_begin(&ending);
	if (error == 0) {
		printf("listening on 127.0.0.1:%d\n", server->port);
		program_flush();
		error = ending_wait(&ending);
	}
	http_stop(&options->http, server);
	ending_end(&ending);
	return error;
}

int main(int argc, char *argv[])
{
	Options options = { .port = 8080, .timeout = 10 };
	Option known[] = { { "port", &options.port, 0, 65535 },
		           { "timeout", &options.timeout, 1, 86400 },
		           { 0 } };

	program_begin(
		argc, argv, known,
		" [--port N] [--timeout S]\n\n"
		"Serves / and /delay/SECONDS until it is interrupted. N: 1 to 65535\n"
		"(8080), or 0 for any that is free. S: how many seconds a request may "
		"take to\ncome, up to 86400 (10). It runs in real time, whatever "
		"ASYNCIO_CLOCK says.");
	unsetenv("ASYNCIO_CLOCK"); /* clients know nothing of our virtual clock */
	int error = asyncio_run(serve, &options, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}

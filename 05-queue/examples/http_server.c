/* http_server.c - a web server: http://127.0.0.1:8080/, until it is interrupted. */
#include "examples/http.h" /* not from beside this file: yours comes first */
#include "program.h"
#include "runners.h"
#include "signals.h"

#include <signal.h>

typedef struct Options {
	long port, timeout;
	Http http; /* here, for it outlives the loop */
} Options;

static void interrupted(void *stop)
{
	future_set_result(stop, NULL);
}

/* From now on a signal ends the server, and not the program. */
static Future *signals_watch(Handle *interrupt, Handle *terminate)
{
	Loop *loop = asyncio_get_running_loop();
	Future *stop = loop_create_future(loop);

	*interrupt = (Handle)HANDLE(interrupted, stop);
	*terminate = (Handle)HANDLE(interrupted, stop);
	loop_add_signal_handler(loop, SIGINT, interrupt);
	loop_add_signal_handler(loop, SIGTERM, terminate);
	return stop;
}

static int serve(void *arg, void **result)
{
	Options *options = arg;
	Handle interrupt, terminate;
	Server *server = NULL;

	options->http.timeout = (double)options->timeout;
	int error = http_start(&options->http, "127.0.0.1", (int)options->port, &server);
	if (error < 0 || server == NULL)
		return error;
	Future *stop = signals_watch(&interrupt, &terminate);
	printf("listening on 127.0.0.1:%d\n", server->port);
	program_flush();
	error = future_wait(stop);
	http_stop(&options->http, server);
	handle_cancel(&interrupt); /* may come again, until now */
	handle_cancel(&terminate);
	future_unref(stop);
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
		"take to\ncome, up to 86400 (10).");
	unsetenv("ASYNCIO_CLOCK"); /* clients know nothing of our virtual clock */
	int error = asyncio_run(serve, &options, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}

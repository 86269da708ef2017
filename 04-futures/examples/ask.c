/* ask.c - two ways to wait for a value that comes in 50 ms: to ask in each turn whether
 * it is there, and to be told. In real time, whatever the clock says. */
#include "events.h"
#include "futures.h"
#include "program.h"

static Future *answer;
static long turns, calls;

static int ask(void *arg, void **result)
{
	int error = 0;

	for (; !future_done(answer) && error == 0; turns++)
		error = generator_yield(NULL, NULL);
	return error;
}

static void be_told(void *arg)
{
	calls++;
}

static void come(void *arg)
{
	future_set_result(answer, "the value");
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nAsks for a value, and is told of it.");
	unsetenv("ASYNCIO_CLOCK"); /* the loop is never idle: time would stand still */
	Loop *loop = asyncio_new_event_loop();

	if (loop == NULL)
		program_fail(-errno);
	if ((answer = loop_create_future(loop)) == NULL)
		program_fail(-ENOMEM);
	Handle told = HANDLE(be_told, NULL), later = HANDLE(come, NULL);
	int error = task_list_add(loop, generator_new(ask, NULL));
	if (error < 0)
		program_fail(error);
	future_add_done_callback(answer, &told);
	loop_call_later(loop, 0.05, &later);
	error = loop_run_forever(loop);
	if (error < 0)
		program_fail(error);
	printf("asked: %ld turns\ntold:  %ld call\n", turns, calls);
	future_unref(answer);
	loop_free(loop);
	return 0;
}

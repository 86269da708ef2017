/* future_callbacks.c - functions that a future calls when it is done, in the order in
 * which they were added. */
#include "futures.h"
#include "program.h"

typedef struct Call {
	int n;
	Future *future;
} Call;

static void callback(void *arg)
{
	Call *call = arg;
	void *value;

	future_result(call->future, &value);
	printf("%d: future done: %s\n", call->n, (char *)value);
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nHas a future call functions.");
	Loop *loop = asyncio_new_event_loop();

	if (loop == NULL)
		program_fail(-errno);
	Future *all_done = loop_create_future(loop);
	if (all_done == NULL)
		program_fail(-ENOMEM);
	Call calls[] = { { 1, all_done }, { 2, all_done } };
	Handle first = HANDLE(callback, &calls[0]), second = HANDLE(callback, &calls[1]);
	printf("registering callbacks on future\n");
	future_add_done_callback(all_done, &first);
	future_add_done_callback(all_done, &second);
	printf("setting result of future\n");
	future_set_result(all_done, "the result");
	int error = loop_run_forever(loop); /* until there is nothing more to call */
	if (error < 0)
		program_fail(error);
	future_unref(all_done);
	loop_free(loop);
	return 0;
}

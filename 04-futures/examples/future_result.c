/* future_result.c - a future is set by a callback; it keeps its result. */
#include "program.h"
#include "runners.h"

static void mark_done(void *future)
{
	printf("setting future result to 'the result'\n");
	future_set_result(future, "the result");
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nRuns a loop until a future is done.");
	Loop *loop = asyncio_new_event_loop();

	if (loop == NULL)
		program_fail(-errno);
	Future *all_done = loop_create_future(loop);
	if (all_done == NULL)
		program_fail(-ENOMEM);
	Handle handle = HANDLE(mark_done, all_done);
	void *value = NULL;
	printf("scheduling mark_done\n");
	loop_call_soon(loop, &handle);
	printf("entering event loop\n");
	/* One reference for the run, and one for what follows. */
	int error = loop_run_until_complete(loop, future_ref(all_done), &value);
	if (error == 0)
		printf("returned result: '%s'\n", (char *)value);
	printf("closing event loop\n");
	loop_close(loop);
	if (future_result(all_done, &value) == 0)
		printf("future result: '%s'\n", (char *)value);
	future_unref(all_done);
	loop_free(loop);
	if (error < 0)
		program_fail(error);
	return 0;
}

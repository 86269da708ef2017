/* future_await.c - a coroutine awaits a future that a callback sets. */
#include "program.h"
#include "runners.h"

static void mark_done(void *future)
{
	printf("setting future result to 'the result'\n");
	future_set_result(future, "the result");
}

static int async_main(void *arg, void **result)
{
	Loop *loop = asyncio_get_running_loop();
	Future *all_done = loop_create_future(loop);
	Handle handle = HANDLE(mark_done, all_done);
	void *value;

	printf("scheduling mark_done\n");
	loop_call_soon(loop, &handle);
	int error = await(all_done, &value);
	handle_cancel(&handle); /* the await may have been cancelled before */
	if (error < 0)
		return error;
	printf("returned result: '%s'\n", (char *)value);
	return 0;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nAwaits a future that a callback sets.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}

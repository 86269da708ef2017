/* after_all.c - A block that may take three seconds takes one. */
#include "runners.h"
#include "timeouts.h"

#include <stdio.h>

static int async_main(void *unused, void **result)
{
	Loop *loop = asyncio_current_task()->loop;
	double start = loop_time(loop);
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, 3);

	if (error == 0)
		error = asyncio_sleep(1);
	error = timeout_exit(&timeout, error);
	for (int i = 0; error == 0 && i < 4; i++) {
		printf("at %g: %s\n", loop_time(loop) - start,
		       timeout_expired(&timeout) ? "too late" : "in time");
		error = asyncio_sleep(1);
	}
	return error;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}

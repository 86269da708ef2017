/* taken_back.c - A task cancels itself, changes its mind, and sleeps. */
#include "runners.h"

#include <stdio.h>

static int async_main(void *unused, void **result)
{
	Task *me = asyncio_current_task();

	for (int n = 1; n <= 3; n++) {
		for (int i = 0; i < n; i++)
			task_cancel(me);
		for (int i = 0; i < n; i++)
			printf("requests left: %d\n", task_uncancel(me));
		int error = asyncio_sleep(1);
		printf("sleep %d: %s\n", n, error < 0 ? "cancelled" : "complete");
	}
	return 0;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}

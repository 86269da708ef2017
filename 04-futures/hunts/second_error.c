/* second_error.c - Two of three tasks fail, and the main task asks later what has become
 * of them all. */
#include "runners.h"

#include <errno.h>
#include <stdio.h>

typedef struct Job {
	double seconds;
	int error;
} Job;

static int work(void *arg, void **result)
{
	const Job *job = arg;
	int error = asyncio_sleep(job->seconds);

	return error < 0 ? error : job->error;
}

static int async_main(void *unused, void **result)
{
	Job jobs[] = { { 1, -EPIPE }, { 2, -EIO }, { 3, 0 } };
	Future *all = asyncio_gather(NULL, asyncio_create_task(work, &jobs[0]),
	                             asyncio_create_task(work, &jobs[1]),
	                             asyncio_create_task(work, &jobs[2]));
	int error = asyncio_sleep(10);

	if (error < 0)
		return error;
	error = await(all, NULL);
	printf("the gather: %s\n", error == -EPIPE ? "EPIPE"
	                           : error == -EIO ? "EIO"
	                                           : "?");
	return 0;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}

/* async_generator.c - a generator that waits between its values, in the task that asks
 * for them: an await, however deep, pauses the whole task, and the others run. */
#include "generator.h"
#include "program.h"
#include "runners.h"

typedef struct Countdown {
	long from, until;
} Countdown;

static int countdown(void *arg, void **result)
{
	int error = 0;

	for (long n = *(long *)arg; n > 0 && error == 0; n--) {
		error = asyncio_sleep(1);
		if (error == 0)
			error = generator_yield(&n, NULL);
	}
	printf("countdown cleans up\n"); /* finally: */
	return error;
}

static int ticker(void *arg, void **result)
{
	int error = 0;

	for (int i = 0; i < 3 && error == 0; i++) {
		error = asyncio_sleep(0.7);
		if (error == 0)
			printf("tick\n");
	}
	return error;
}

static int async_main(void *arg, void **result)
{
	Countdown *numbers = arg;
	Task *ticks = asyncio_create_task(ticker, NULL);
	Generator *counter = generator_new(countdown, &numbers->from);
	void *n;
	int status;

	while ((status = generator_next(counter, &n)) == 1) { /* async for */
		printf("%ld\n", *(long *)n);
		if (*(long *)n == numbers->until)
			break;
	}
	if (status == 1)
		status = generator_close(counter); /* await counter.aclose() */
	generator_free(counter);
	printf("the countdown is over\n");
	int error = await(ticks, NULL);
	return status < 0 ? status : error;
}

int main(int argc, char *argv[])
{
	Countdown numbers = { 5, 3 };
	Option options[] = { { "from", &numbers.from, 0, 100 },
		             { "until", &numbers.until, 0, 100 },
		             { 0 } };

	program_begin(argc, argv, options,
	              " [--from N] [--until N]\n\n"
	              "Counts down from one N to the other (0 to 100; 5 and 3).");
	int error = asyncio_run(async_main, &numbers, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}

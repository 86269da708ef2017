/* Rung 4.2.5: ten thousand at once. */
#include "core.h"

#include <sys/resource.h>

static unsigned seed = 1;

static double random_seconds(void)
{
	seed = seed * 1103515245u + 12345u;
	return (double)(seed >> 16 & 1023) / 1000;
}

static int sleepers;

static int sleeps(void *unused, void **result)
{
	int status = asyncio_sleep(random_seconds());

	sleepers += status == 0;
	return status;
}

/* All of them alive at once; the most memory that was ever in use, in KiB. */
static long one_round(void)
{
	struct rusage usage;

	for (int i = 0; i < TEN_THOUSAND; i++)
		task_detach(new_task(sleeps, NULL));
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), TEN_THOUSAND);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void ten_thousand_sleep_and_wake_and_leave_nothing(void **state)
{
	begin();
	one_round(); /* debug mode keeps the last thousand tasks of it */
	long first = one_round(), last = 0;

	for (int i = 0; i < 3; i++)
		last = one_round();
	assert_int_equal(sleepers, 5 * TEN_THOUSAND);
	assert_null(timers_first(loop));
	if (!SANITIZED)
		assert_below(last - first, 4096);
	loop_free(loop);
}

TESTS(T(ten_thousand_sleep_and_wake_and_leave_nothing))

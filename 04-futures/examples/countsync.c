/* countsync.c - countasync without asyncio: while one sleeps, everybody does. */
#include "events.h"
#include "program.h"

static void count(void)
{
	printf("One\n");
	time_sleep(1);
	printf("Two\n");
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL,
	              "\n\nCounts to two, slowly, three times one after the other.");
	double start = time_perf_counter();

	for (int i = 0; i < 3; i++)
		count();
	printf("countsync executed in %.2f seconds.\n", time_perf_counter() - start);
	return 0;
}

/* equals.c - Six patients come to a doctor, who sees the urgent ones first, and of two
 * that are as urgent as each other the one that came first. */
#include "queues.h"
#include "runners.h"

typedef struct Patient {
	int urgency; /* 1 is the most urgent */
	const char *name;
} Patient;

static int by_urgency(const void *a, const void *b)
{
	return ((const Patient *)a)->urgency - ((const Patient *)b)->urgency;
}

static PriorityQueue queue = { .compare = by_urgency };

static int async_main(void *arg, void **result)
{
	static Patient patients[] = { { 2, "ada" }, { 2, "bob" }, { 1, "cyd" },
		                      { 2, "dan" }, { 1, "eve" }, { 3, "fay" } };
	void *patient;
	int error = 0;

	for (int i = 0; i < 6 && error == 0; i++)
		error = queue_put(&queue, &patients[i]);
	for (int i = 0; i < 6 && error == 0; i++) {
		error = queue_get(&queue, &patient);
		if (error == 0)
			printf("%d %s\n", ((Patient *)patient)->urgency,
			       ((Patient *)patient)->name);
	}
	return error;
}

int main(void)
{
	int error = asyncio_run(async_main, NULL, NULL);

	queue_clear(&queue);
	return error < 0;
}

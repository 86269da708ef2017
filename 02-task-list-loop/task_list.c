/* task_list.c - two generators on a loop, each of which gets a turn in each pass. */
#include "events.h"
#include "program.h"

static int count(void *arg, void **result)
{
	for (int c = 1; c <= 5; c++) {
		printf("count: %d\n", c);
		int error = generator_yield(&c, NULL);
		if (error < 0)
			return error;
		time_sleep(0.5); /* nobody else can do anything now */
	}
	return 0;
}

static int character(void *arg, void **result)
{
	const char *letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	for (; *letters != '\0'; letters++) {
		printf("char: %c\n", *letters);
		int error = generator_yield((void *)letters, NULL);
		if (error < 0)
			return error;
		time_sleep(0.5);
	}
	return 0;
}

/* What a generator does, and what it is called. */
typedef struct Work {
	GeneratorFn *fn;
	const char *name;
} Work;

/* Does the work, and says when that has ended. fn is called like any function: it yields
 * from inside the call. */
static int announced(void *arg, void **result)
{
	const Work *work = arg;
	int error = work->fn(NULL, NULL);

	if (error == 0)
		printf("task %s finish\n", work->name);
	return error;
}

static int add(Loop *loop, Work *work)
{
	Generator *generator = generator_new(announced, work);

	if (generator != NULL)
		generator_set_name(generator, work->name);
	return task_list_add(loop, generator);
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL,
	              "\n\nRuns two generators, in turn, until both end.");
	Work counting = { count, "count" }, spelling = { character, "char" };
	Loop *loop = asyncio_new_event_loop();

	if (loop == NULL)
		program_fail(-errno);
	int error = add(loop, &counting);
	if (error == 0)
		error = add(loop, &spelling);
	if (error == 0)
		error = loop_run_forever(loop);
	if (error < 0)
		program_fail(error);
	loop_free(loop);
	return 0;
}

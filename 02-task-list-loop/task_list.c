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

/* Does what the generator does, and says when that has ended. */
static int announced(void *generator, void **result)
{
	int error = generator_yield_from(generator, NULL);

	if (error == 0)
		printf("task %s finish\n", generator_get_name(generator));
	generator_free(generator);
	return error;
}

static int add(Loop *loop, GeneratorFn *fn, const char *name)
{
	Generator *generator = generator_new(fn, NULL);

	if (generator == NULL)
		return -ENOMEM;
	generator_set_name(generator, name);
	return task_list_add(loop, generator_new(announced, generator));
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL,
	              "\n\nRuns two generators, in turn, until both end.");
	Loop *loop = asyncio_new_event_loop();

	if (loop == NULL || add(loop, count, "count") < 0 ||
	    add(loop, character, "char") < 0)
		program_fail(-ENOMEM);
	loop_run_forever(loop);
	loop_free(loop);
	return 0;
}

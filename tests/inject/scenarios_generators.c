/* scenarios_generators.c - generators: chapter 1. */
#include "scenario.h"
#include "stack.h"

/* Yields 0, 1, 2 ... and prints what it is sent, until it is thrown something. */
static int counting(void *arg, void **result)
{
	int error = 0;

	for (intptr_t i = 0; error == 0 && i < 100; i++) {
		void *sent = NULL;
		error = generator_yield((void *)i, &sent);
		printf("sent %s, error %d\n", sent == NULL ? "nothing" : (char *)sent,
		       error);
	}
	*result = arg;
	return error == -EIO ? 0 : error;
}

static int prints(Generator *g, int status, void *value)
{
	printf("%d %zd %s\n", status, (ssize_t)(intptr_t)value, generator_get_name(g));
	return status < 0 ? status : 0;
}

/* Where there is no memory for a generator every call says so, and freeing it does
 * nothing. */
static Generator *generator_or_null(void)
{
	Generator *g = generator_new(counting, NULL);
	void *value = NULL;

	if (g != NULL)
		return g;
	require(generator_next(g, &value) == -ENOMEM);
	require(generator_send(g, NULL, &value) == -ENOMEM);
	require(generator_throw(g, -EIO, &value) == -ENOMEM);
	require(generator_close(g) == -ENOMEM || generator_close(g) == 0);
	generator_free(g);
	return NULL;
}

SCENARIO(generator_new, "generator_free")
{
	enum { MANY = 70 }; /* more than a slab holds */
	Generator *all[MANY];
	int n = 0;

	while (n < MANY && (all[n] = generator_or_null()) != NULL)
		n++;
	for (int i = 0; i < n; i++)
		say("a generator", generator_next(all[i], NULL));
	for (int i = 0; i < n; i++)
		generator_free(all[i]);
	return n < MANY ? -ENOMEM : 0;
}

SCENARIO(generator_next, "generator_yield")
{
	Generator *g = generator_or_null();
	void *value = NULL;
	int error = prints(g, generator_next(g, &value), value);

	if (error == 0)
		error = prints(g, generator_next(g, &value), value);
	generator_free(g);
	return error;
}

SCENARIO(generator_send, "generator_set_name generator_get_name")
{
	Generator *g = generator_or_null();
	void *value = NULL;

	if (g != NULL)
		generator_set_name(g, "ada");
	int error = generator_next(g, NULL);
	if (error >= 0)
		error = prints(g, generator_send(g, "hello", &value), value);
	generator_free(g);
	return error;
}

SCENARIO(generator_throw, "generator_result")
{
	Generator *g = generator_or_null();
	void *value = NULL;
	int error = generator_next(g, NULL);

	if (error >= 0)
		error = prints(g, generator_throw(g, -EIO, &value), value);
	if (error >= 0)
		error = prints(g, generator_result(g, &value), value);
	generator_free(g);
	return error;
}

SCENARIO(generator_close, "")
{
	Generator *g = generator_or_null();
	int error = generator_next(g, NULL);

	if (error >= 0)
		error = prints(g, generator_close(g), NULL);
	generator_free(g);
	return error;
}

/* Passes on what another one yields. */
static int passing_on(void *arg, void **result)
{
	Generator *inner = generator_or_null();
	int error = inner == NULL ? -ENOMEM : generator_yield_from(inner, result);

	generator_free(inner);
	return error;
}

SCENARIO(generator_yield_from, "")
{
	Generator *g = generator_new(passing_on, NULL);
	void *value = NULL;
	int error = g == NULL ? -ENOMEM : prints(g, generator_next(g, &value), value);

	if (error >= 0)
		error = prints(g, generator_next(g, &value), value);
	generator_free(g);
	return error;
}

/* Is paused from deep inside. */
static int suspending(void *arg, void **result)
{
	require(generator_running() == *(Generator **)arg);
	generator_suspend(*(Generator **)arg);
	return 0;
}

SCENARIO(generator_suspend, "generator_running")
{
	Generator *g = generator_new(suspending, &g);
	int error = g == NULL ? -ENOMEM : prints(g, generator_next(g, NULL), NULL);

	if (error >= 0)
		error = prints(g, generator_next(g, NULL), NULL);
	generator_free(g);
	return error;
}

SCENARIO(generator_new_with_room, "")
{
	Generator *g = generator_new_with_room(counting, NULL, stack_pool(CALLSTACK_SIZE),
	                                       160);

	if (g == NULL)
		return -ENOMEM;
	memset((char *)g - 160, 7, 160);
	int error = generator_next(g, NULL);
	generator_free(g);
	return error;
}

/* The smallest stacks, and the largest. */
SCENARIO(generator_new_sized, "")
{
	int error = 0;

	for (size_t size = 16384; size <= 8 << 20 && error >= 0; size *= 512) {
		Generator *g = generator_new_sized(counting, NULL, size);
		error = generator_next(g, NULL);
		generator_free(g);
	}
	return error;
}

/* deaf_inside.c - Questions go through an outer generator to an inner one, which
 * answers them. */
#include "generator.h"

#include <stdio.h>

static int answers(void *arg, void **result)
{
	void *question;
	int error = generator_yield("ask me", &question);

	while (error == 0)
		error = generator_yield(question == NULL ? "what?" : question, &question);
	return error;
}

static int desk(void *arg, void **result)
{
	Generator *inner = generator_new(answers, NULL);
	int error = generator_yield_from(inner, NULL);

	generator_free(inner);
	return error;
}

int main(void)
{
	Generator *g = generator_new(desk, NULL);
	void *answer;
	int status = generator_next(g, &answer);

	for (int i = 0; i < 2 && status == 1; i++) {
		printf("%s\n", (const char *)answer);
		status = generator_send(g, i == 0 ? "echo" : "once more", &answer);
	}
	printf("%s\n", (const char *)answer);
	generator_free(g);
	return status != 1;
}

/* no_answer.c - A generator asks for names, and greets each one that it is sent. */
#include "generator.h"

#include <stdio.h>

static int greeter(void *arg, void **result)
{
	void *name;
	int error = generator_yield("who are you?", &name);

	while (error == 0) {
		printf("  hello, %s\n", (const char *)name);
		error = generator_yield("and who else?", &name);
	}
	return error;
}

int main(void)
{
	const char *const names[] = { "ada", "bob" };
	Generator *g = generator_new(greeter, NULL);
	void *question;
	int status = generator_next(g, &question);

	for (int i = 0; i < 2 && status == 1; i++) {
		printf("%s\n", (const char *)question);
		status = generator_send(g, (void *)names[i], &question);
	}
	generator_free(g);
	return status != 1;
}

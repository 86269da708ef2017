/* sent.c - what does a yield return, and where does its value go? */
#include "generator.h"

#include <stdio.h>

static int echo(void *arg, void **result)
{
	void *sent = "nothing yet";
	int error = 0;

	while (error == 0) {
		printf("  yields %s\n", (const char *)sent);
		error = generator_yield(sent, &sent);
		if (sent == NULL)
			sent = "silence";
	}
	return error;
}

int main(void)
{
	Generator *g = generator_new(echo, NULL);
	void *value;
	int status = generator_next(g, &value);

	printf("got %s\n", (const char *)value);
	if (status == 1)
		status = generator_send(g, "one", &value);
	printf("got %s\n", (const char *)value);
	if (status == 1)
		status = generator_next(g, &value);
	printf("got %s\n", (const char *)value);
	generator_free(g);
	return status != 1;
}

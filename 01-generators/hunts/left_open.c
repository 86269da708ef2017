/* left_open.c - A generator opens something, and closes it when it ends, however it
 * ends. */
#include "generator.h"

#include <stdio.h>

static int reader(void *name, void **result)
{
	printf("%s opens the file\n", (const char *)name);
	int error = generator_yield("a line", NULL);
	printf("%s closes the file\n", (const char *)name);
	return error;
}

static void read_lines(const char *name, int lines)
{
	Generator *g = generator_new(reader, (void *)name);
	int status = 1;

	for (int i = 0; i < lines && status == 1; i++)
		status = generator_next(g, NULL);
	generator_free(g);
}

int main(void)
{
	read_lines("ada", 2);
	read_lines("bob", 1);
	return 0;
}

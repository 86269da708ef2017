/* scenarios.c - runs the scenario that its argument names; --list prints their names, and
 * --covers all functions that scenarios call. */
#include "scenario.h"

Scenario *scenarios;

int main(int argc, char *argv[])
{
	for (Scenario *s = scenarios; argc == 2 && s != NULL; s = s->next) {
		if (strcmp(argv[1], "--list") == 0)
			printf("%s\n", s->name);
		if (strcmp(argv[1], "--covers") == 0)
			printf("%s %s\n", s->name, s->also);
		if (strcmp(argv[1], s->name) != 0)
			continue;
		int error = s->run();
		if (error < 0)
			fprintf(stderr, "%s: %s\n", s->name, strerror(-error));
		return error < 0;
	}
	return 0;
}

/* round_robin.c - a loop over an array of generators; and how not to delete from it. */
#include "generator.h"
#include "program.h"

enum { MOST = 8 };

/* ==== 2.1.1: a loop over an array ==== */

/* Takes the i-th out of an array of n, and frees it. */
static void take_out(Generator *tasks[], int n, int i)
{
	generator_free(tasks[i]);
	for (; i < n - 1; i++)
		tasks[i] = tasks[i + 1];
}

/* Gives each generator a turn, again and again, until all have ended. Each pass begins
 * with a bar. Those that have ended are taken out when the pass is over, the last one
 * first, so that the others keep their places while they are looked at. If naive, each
 * is taken out at once: then the next one moves to a place that has had its turn. */
static void round_robin(Generator *tasks[], int n, bool naive)
{
	while (n > 0) {
		bool ended[MOST] = { false };
		printf("|");
		for (int i = 0; i < n; i++) {
			ended[i] = generator_next(tasks[i], NULL) != 1;
			if (naive && ended[i])
				take_out(tasks, n--, i);
		}
		for (int i = n - 1; i >= 0 && !naive; i--) {
			if (ended[i])
				take_out(tasks, n--, i);
		}
	}
}

/* ==== Given: what takes turns ==== */

static int letter(void *arg, void **result)
{
	char name = *(char *)arg;
	int error = 0;

	for (int i = 1; i <= 'd' - name && error == 0; i++) {
		printf(" %c%d ", name, i);
		error = generator_yield(NULL, NULL);
	}
	return error;
}

int main(int argc, char *argv[])
{
	const char *names = "cab";
	long naive = 0;
	int n = 0;
	Generator *tasks[MOST];
	Option options[] = { { "naive", &naive, 0, 1 }, { 0 } };

	int operand = program_options(argc, argv, options,
	                              " [--naive 1] [NAMES]\n\nGenerators in turn: a has "
	                              "three, b two, c one (cab).\n"
	                              "Naive: deletes while it walks.");
	if (operand < argc)
		names = argv[operand];
	if (operand + 1 < argc || strlen(names) > MOST ||
	    names[strspn(names, "abc")] != '\0')
		program_refuse("it takes up to 8 names, each a, b or c, in one word", "");
	for (; names[n] != '\0'; n++) {
		if ((tasks[n] = generator_new(letter, (void *)&names[n])) == NULL)
			program_fail(-ENOMEM);
	}
	round_robin(tasks, n, naive);
	printf("|\n");
	return 0;
}

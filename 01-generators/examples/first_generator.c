/* first_generator.c - a generator in sixty lines, with nothing but libc. */
#include "program.h"

#include <stdbool.h>
#include <ucontext.h>

typedef struct Generator {
	ucontext_t here, resumer; /* where it goes on, and where its resumer does */
	void (*body)(void);
	int value; /* what it yielded last */
	bool done;
	char stack[64 * 1024]; /* its own: so it can pause in mid-function */
} Generator;

static Generator *running;

/* ==== Step 1.1: a generator in sixty lines ==== */

static void begin(void)
{
	running->body();
	running->done = true; /* and uc_link takes us back to the resumer */
}

static void generator_init(Generator *g, void (*body)(void))
{
	g->body = body;
	getcontext(&g->here);
	g->here.uc_stack.ss_sp = g->stack;
	g->here.uc_stack.ss_size = sizeof g->stack;
	g->here.uc_link = &g->resumer;
	makecontext(&g->here, begin, 0);
}

static bool next(Generator *g)
{
	running = g;
	swapcontext(&g->resumer, &g->here); /* save this place, go on at that one */
	return !g->done;
}

static void yield(int value)
{
	running->value = value;
	swapcontext(&running->here, &running->resumer);
}

static void count(void)
{
	for (int c = 1; c <= 5; c++) {
		printf("count: %d\n", c);
		yield(c);
	}
}

static void character(void)
{
	for (char c = 'a'; c <= 'z'; c++) {
		printf("char: %c\n", c);
		yield(c);
	}
}

int main(int argc, char *argv[])
{
	static Generator t1, t2;

	program_begin(argc, argv, NULL, "\n\nTwo generators, on ucontext.");
	generator_init(&t1, count);
	generator_init(&t2, character);
	for (int turn = 0; turn < 2; turn++) {
		next(&t1);
		next(&t2);
	}
	printf("----------------\n");
	return 0;
}

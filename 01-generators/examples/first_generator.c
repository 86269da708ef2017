/* first_generator.c - a generator in sixty lines, with nothing but libc. */
#include "program.h"

#include <ucontext.h>

typedef struct Generator {
	ucontext_t here, resumer; /* where it goes on, and where its resumer does */
	void (*body)(void);
	int value; /* what it yielded last */
	bool done;
	/* Its own stack, so it can pause in mid-function. Processors want it aligned. */
	_Alignas(16) char stack[64 * 1024];
} Generator;

static Generator *running;

/* ==== Step 1.1: a generator in sixty lines ==== */

/* What runs on the new stack: the body. When this returns, uc_link is where it goes
 * on. */
static void begin(void)
{
	running->body();
	running->done = true;
}

/* Makes a place at the beginning of a new stack: getcontext fills in the rest of it. */
static void generator_init(Generator *g, void (*body)(void))
{
	g->body = body;
	getcontext(&g->here);
	g->here.uc_stack.ss_sp = g->stack;
	g->here.uc_stack.ss_size = sizeof g->stack;
	g->here.uc_link = &g->resumer;
	makecontext(&g->here, begin, 0);
}

/* Resumes it, unless its body has ended; false, once it has. */
static bool next(Generator *g)
{
	running = g;
	if (!g->done)
		swapcontext(&g->resumer, &g->here); /* save this place, go to that */
	return !g->done;
}

/* Called by a body: goes back to where next was called. */
static void yield(int value)
{
	running->value = value;
	swapcontext(&running->here, &running->resumer);
}

/* ==== Given: two bodies, and who resumes them ==== */

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
	long turns = 2;
	Option options[] = { { "turns", &turns, 1, 100 }, { 0 } };

	program_begin(argc, argv, options,
	              " [--turns N]\n\nTwo generators on ucontext (1 to 100 turns; 2).");
	generator_init(&t1, count);
	generator_init(&t2, character);
	while (turns-- > 0) {
		next(&t1);
		next(&t2);
	}
	printf("----------------\n");
	return 0;
}

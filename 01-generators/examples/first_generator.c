/* first_generator.c - a generator in sixty lines, with nothing but libc. */
#include "program.h"

#include <ucontext.h>

typedef struct Generator {
	ucontext_t here, resumer; /* where it will go on, and where its resumer will */
	void (*body)(void);
	int value; /* what it has yielded last */
	bool done; /* its body has returned */
	/* A stack of its own, so that it can pause anywhere. It must be aligned. */
	_Alignas(16) char stack[64 * 1024];
} Generator;

/* The generator that next has resumed last. */
static Generator *running;

/* ==== 1.1.1: a generator in sixty lines ==== */

/* The first function on the new stack: calls the body of the generator that is
 * running, and then notes that it is done. When begin returns, the program goes on
 * at uc_link, and that is the resumer. */
static void begin(void)
{
	running->body();
	running->done = true;
}

/* Makes here a place at the beginning of begin, on the new stack. getcontext fills
 * in what is not set here. */
static void generator_init(Generator *g, void (*body)(void))
{
	g->body = body;
	getcontext(&g->here);
	g->here.uc_stack.ss_sp = g->stack;
	g->here.uc_stack.ss_size = sizeof g->stack;
	g->here.uc_link = &g->resumer;
	makecontext(&g->here, begin, 0);
}

/* Makes g the generator that is running, and resumes it, unless it is done: saves
 * the place of the resumer, and goes to the place where g goes on. Returns false if
 * g is done, before this or now. */
static bool next(Generator *g)
{
	running = g;
	if (!g->done)
		swapcontext(&g->resumer, &g->here); /* save this place, go to that */
	return !g->done;
}

/* Called by a body: stores the value in the generator that is running, saves the
 * place where it goes on, and goes to its resumer. Returns when next resumes the
 * generator. */
static void yield(int value)
{
	running->value = value;
	swapcontext(&running->here, &running->resumer);
}

/* ==== Given: two bodies, and who resumes them ==== */

static void count(void)
{
	for (int c = 1; c <= 5; c++)
		yield(c);
}

static void character(void)
{
	for (char c = 'a'; c <= 'z'; c++)
		yield(c);
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
		if (next(&t1))
			printf("count: %d\n", t1.value);
		if (next(&t2))
			printf("char: %c\n", t2.value);
	}
	printf("----------------\n");
	return 0;
}

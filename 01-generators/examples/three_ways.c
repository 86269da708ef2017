/* three_ways.c - three ways to pause a function, and what each of them costs. */
#include "generator.h"
#include "program.h"

#include <stdint.h>
#include <time.h>
#ifndef NO_UCONTEXT
#include <ucontext.h>
#endif

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* 1: return, and come back by a switch into the middle. Locals are lost on the way: what
 * must last lies in a struct. And it can only pause itself, never a function that calls it. */
typedef struct Counter {
	int state;
	uintptr_t i;
} Counter;

static uintptr_t __attribute__((noinline)) counter_next(Counter *c)
{
	switch (c->state) {
	case 0:
		c->state = 1;
		for (c->i = 0;; c->i++) {
			return c->i;
	case 1:;
		}
	}
	return 0;
}

/* 2: a stack of its own, and libc's switch: a system call each time, for the signal mask. */
#ifndef NO_UCONTEXT
static ucontext_t resumer, paused;
static uintptr_t yielded;

static void ucontext_counter(void)
{
	for (uintptr_t i = 0;; i++) {
		yielded = i;
		swapcontext(&paused, &resumer);
	}
}

static void ucontext_begin(char *stack, size_t size)
{
	getcontext(&paused);
	paused.uc_stack.ss_sp = stack;
	paused.uc_stack.ss_size = size;
	makecontext(&paused, ucontext_counter, 0);
}
#endif

/* 3: a stack of its own, and our switch. */
static int counter(void *arg, void **result)
{
	int error = 0;

	for (uintptr_t i = 0; error == 0; i++)
		error = generator_yield((void *)i, NULL);
	return error;
}

static void row(const char *way, double started, long rounds, uintptr_t sum)
{
	double each = (now() - started) / (double)rounds;

	if (sum != (uintptr_t)rounds * (uintptr_t)(rounds - 1) / 2)
		program_fail(-EIO);    /* it did not yield 0, 1, 2, ... */
	printf("%-22s %8.1f ns\n", way, each);
}

int main(int argc, char *argv[])
{
	long rounds = 1000000;
	uintptr_t sum = 0;

	program_begin(argc, argv, "[--rounds N]\n\nCounts to N (1 to 100000000; 1000000) in three ways.",
	              (Option[]){ { "rounds", &rounds, 1, 100000000 }, { 0 } });
	Counter c = { 0 };
	double started = now();
	for (long i = 0; i < rounds; i++)
		sum += counter_next(&c);
	row("a switch statement", started, rounds, sum);
#ifndef NO_UCONTEXT
	static char stack[64 * 1024];
	ucontext_begin(stack, sizeof stack);
	started = now();
	sum = 0;
	for (long i = 0; i < rounds; i++) {
		swapcontext(&resumer, &paused);
		sum += yielded;
	}
	row("a stack and ucontext", started, rounds, sum);
#endif
	Generator *g = generator_new(counter, NULL);
	started = now();
	sum = 0;
	for (long i = 0; i < rounds; i++) {
		void *value;
		int status = generator_next(g, &value);
		if (status < 0)
			program_fail(status);
		sum += (uintptr_t)value;
	}
	row("a stack and our switch", started, rounds, sum);
	generator_free(g);
	return 0;
}

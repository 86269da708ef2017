/* three_ways.c - three ways to pause a function, and what each of them costs. */
#include "generator.h"
#include "program.h"

#include <stdint.h>
#include <time.h>

/* 1: return, and come back by a switch into the middle. Locals are lost on the way, what
 * must last lies in a struct; and it cannot pause from within a function it calls. */
typedef struct Counter {
	int state;
	uintptr_t i;
} Counter;

static __attribute__((noinline)) uintptr_t counter_next(Counter *c)
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

static uintptr_t count_by_switch(long rounds)
{
	Counter c = { 0 };
	uintptr_t sum = 0;

	while (rounds-- > 0)
		sum += counter_next(&c);
	return sum;
}

/* 2: a stack, and libc's switch: a system call each time, for the signal mask. */
#ifndef NO_UCONTEXT
#include <ucontext.h>

static ucontext_t resumer, paused;
static uintptr_t yielded;

static void ucontext_counter(void)
{
	for (uintptr_t i = 0;; i++) {
		yielded = i;
		swapcontext(&paused, &resumer);
	}
}

static void ucontext_begin(void)
{
	static _Alignas(16) char stack[64 * 1024];

	getcontext(&paused);
	paused.uc_stack.ss_sp = stack;
	paused.uc_stack.ss_size = sizeof stack;
	makecontext(&paused, ucontext_counter, 0);
}

static uintptr_t count_by_ucontext(long rounds)
{
	uintptr_t sum = 0;

	ucontext_begin();
	for (; rounds > 0; rounds--) {
		swapcontext(&resumer, &paused);
		sum += yielded;
	}
	return sum;
}
#endif

/* 3: a stack, and our switch. */
static int counter(void *arg, void **result)
{
	int error = 0;

	for (uintptr_t i = 0; error == 0; i++)
		error = generator_yield((void *)i, NULL);
	return error;
}

static uintptr_t count_by_generator(long rounds)
{
	Generator *g = generator_new(counter, NULL);
	uintptr_t sum = 0;
	int status = 1;
	void *value;

	while (rounds-- > 0 && (status = generator_next(g, &value)) == 1)
		sum += (uintptr_t)value;
	if (status < 0)
		program_fail(status);
	generator_free(g);
	return sum;
}

static void show(const char *way, uintptr_t (*count)(long rounds), long rounds)
{
	struct timespec a, b;

	clock_gettime(CLOCK_MONOTONIC, &a);
	uintptr_t sum = count(rounds);
	clock_gettime(CLOCK_MONOTONIC, &b);
	if (sum != (uintptr_t)rounds * (uintptr_t)(rounds - 1) / 2)
		program_fail(-EIO); /* it did not count 0, 1, 2, ... */
	double ns = (double)(b.tv_sec - a.tv_sec) * 1e9 + (double)(b.tv_nsec - a.tv_nsec);
	printf("%-24s %7.1f ns\n", way, ns / (double)rounds);
}

int main(int argc, char *argv[])
{
	long rounds = 1000000;
	Option options[] = { { "rounds", &rounds, 1, 100000000 }, { 0 } };

	program_begin(argc, argv, options,
	              " [--rounds N]\n\n"
	              "Counts to N in three ways (1 to 100000000; 1000000).");
	show("a switch statement", count_by_switch, rounds);
#ifndef NO_UCONTEXT
	show("a stack and ucontext", count_by_ucontext, rounds);
#endif
	show("a stack and our switch", count_by_generator, rounds);
	return 0;
}

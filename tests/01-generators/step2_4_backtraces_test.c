/* Rung 1.2.4: what a profiler finds that interrupts a switch. */
#include "backtraces.h"
#include "yields.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

enum { FRAMES_AT_MOST = 60 };

/* After each single instruction the processor raises SIGTRAP, if bit 8 of its flags is
 * set. */
#if defined __linux__ && defined __x86_64__

static volatile bool stepping;
static volatile long steps, most_frames;

static void step(int signo, siginfo_t *info, void *context)
{
	ucontext_t *interrupted = context;
	void *found[FRAMES_AT_MOST];
	long n = backtrace(found, FRAMES_AT_MOST);

	interrupted->uc_mcontext.gregs[REG_EFL] &= ~0x100LL;
	if (stepping)
		interrupted->uc_mcontext.gregs[REG_EFL] |= 0x100;
	steps++;
	most_frames = n > most_frames ? n : most_frames;
}

static int yields(void *arg, void **result)
{
	int error = 0;

	while (error == 0)
		error = generator_yield(NULL, NULL);
	return error;
}

static int returns_at_once(void *arg, void **result)
{
	return 0;
}

/* A large frame just where the switch is: a debugger that takes one side's frame for the
 * other's looks for the caller far outside of the stack, in the guard of the next one. */
__attribute__((noinline)) static bool resume(Generator *g, Generator *new)
{
	char frame[4096];

	__asm__ volatile("" : : "r"(frame) : "memory");
	return generator_next(g, NULL) == 1 && generator_next(new, NULL) == 0 &&
	       generator_next(g, NULL) == 1;
}

static void take_a_backtrace_at_each_instruction(void)
{
	struct sigaction action = { .sa_sigaction = step, .sa_flags = SA_SIGINFO };
	void *warm_up[4];
	Generator *g = generator_new(yields, NULL),
		  *new = generator_new(returns_at_once, NULL);

	generator_new(yields, NULL); /* which has a guard, just above the others */
	backtrace(warm_up, 4);
	sigaction(SIGTRAP, &action, NULL);
	succeeds(generator_next(g, NULL));
	stepping = true;
	raise(SIGTRAP);
	bool resumed = resume(g, new);
	stepping = false;
	printf("%s, %s", !resumed || steps < 100 ? "not stepped" : "stepped",
	       most_frames < FRAMES_AT_MOST ? "each ended" : "one had no end");
}

#else

static void take_a_backtrace_at_each_instruction(void)
{
	printf("stepped, each ended"); /* there is no such bit */
}

#endif

static void a_backtrace_ends_at_each_instruction_of_a_switch(void **state)
{
	if (TEST_SCALE > 1 || SANITIZED)
		skip_because(
			"valgrind does not step, and sanitizers add steps of their own");
#ifdef CONTEXT_PORTABLE
	skip_because("the switch is the system's");
#endif
	needs_yield();
	needs_backtraces();
	assert_int_equal(run_child(take_a_backtrace_at_each_instruction), 0);
	assert_text(program_output, "stepped, each ended");
}

TESTS(T(a_backtrace_ends_at_each_instruction_of_a_switch))

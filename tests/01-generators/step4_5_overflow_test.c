/* Rung 1.4.5: an overflow is reported, and ends the process. */
#include "alternate.h"
#include "machines/guard.h"
#include "overflowing.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static void an_overflow_is_told_and_ends_the_process_by_its_signal(void **state)
{
	assert_overflow_is_told(overflow_named);
}

static void *overflow_in_thread(void *unused)
{
	overflow_named();
	return NULL;
}

static void overflow_threaded(void)
{
	pthread_t thread;

	generator_free(generator_new(overflows, NULL));
	pthread_create(&thread, NULL, overflow_in_thread, NULL);
	pthread_join(thread, NULL);
}

static void an_overflow_in_another_thread_is_told_too(void **state)
{
	assert_overflow_is_told(overflow_threaded);
}

static void crash_otherwise(void)
{
	int *volatile nowhere = (int *)16;

	generator_free(generator_new(overflows, NULL));
	*nowhere = 1;
}

static void any_other_crash_is_just_that(void **state)
{
	assert_overflow_is_told(overflow_named);
	int status = run_child(crash_otherwise);

	assert_true(SANITIZED ? status != 0 : status == -SIGSEGV);
	assert_null(strstr(program_output, "stack overflow:"));
}

static void send_the_signal_of_a_crash(void)
{
	generator_free(generator_new(overflows, NULL));
	kill(getpid(), SIGSEGV);
	_exit(7); /* it has not ended the process */
}

static void a_signal_that_is_sent_ends_the_process_too(void **state)
{
	if (SANITIZED)
		skip_because("the sanitizer has a handler of its own");
	assert_overflow_is_told(overflow_named);
	assert_int_equal(run_child(send_the_signal_of_a_crash), -SIGSEGV);
	assert_null(strstr(program_output, "stack overflow:"));
}

/* Calls the handler as the system does, with an address and a reason. */
static void handle(int code, char *address)
{
	struct sigaction handler = { 0 };
	siginfo_t info = { .si_signo = SIGSEGV };

	info.si_code = code;
	info.si_addr = address;
	if (sigaction(SIGSEGV, NULL, &handler) == 0 && handler.sa_flags & SA_SIGINFO)
		handler.sa_sigaction(SIGSEGV, &info, NULL);
	sigaction(SIGSEGV, &handler, NULL); /* as before: it has put the default back */
}

static Generator *second_generator(void)
{
	generator_new(overflows, NULL);
	return generator_new(overflows, NULL);
}

/* What kill leaves where a crash has its address may look like one of ours. */
static void send_a_signal_with_an_address(void)
{
	handle(SI_USER, second_generator()->stack->low - 1);
	_exit(7);
}

static void only_a_crash_has_an_address(void **state)
{
	if (SANITIZED)
		skip_because("the sanitizer has a handler of its own");
	assert_overflow_is_told(overflow_named);
	assert_int_equal(run_child(send_a_signal_with_an_address), -SIGSEGV);
	assert_null(strstr(program_output, "stack overflow:"));
}

static void crash_around_a_guard(void)
{
	static const char *const where[] = { "below it", "its first byte",
		                             "its last byte", "above it" };
	char *low = second_generator()->stack->low;
	char *addresses[] = { low - guard_size() - 1, low - guard_size(), low - 1, low };

	setvbuf(stdout, NULL, _IONBF, 0);
	for (int i = 0; i < 4; i++) {
		printf("%s\n", where[i]);
		handle(SEGV_MAPERR, addresses[i]);
	}
}

static void a_guard_is_known_to_the_byte(void **state)
{
	if (SANITIZED)
		skip_because("the sanitizer has a handler of its own");
	assert_int_equal(run_child(crash_around_a_guard), 0);
	assert_text(program_output,
	            "below it\n"
	            "its first byte\n"
	            "stack overflow: generator '' has used up its 64 KiB\n"
	            "its last byte\n"
	            "stack overflow: generator '' has used up its 64 KiB\n"
	            "above it\n");
}

static void of_the_program(int signo)
{
}

static void of_the_program_too(int signo, siginfo_t *info, void *context)
{
}

/* A program that handles both signals, each in one of two ways, and has an alternate
 * stack. */
static void make_one_in_a_program_that_handles_crashes(void)
{
	static char memory[64 * 1024];
	stack_t stack = { .ss_sp = memory, .ss_size = sizeof memory }, later = { 0 };
	struct sigaction segv = { .sa_sigaction = of_the_program_too }, bus = { 0 };

	segv.sa_flags = SA_SIGINFO;
	bus.sa_handler = of_the_program;
	sigaltstack(&stack, NULL);
	sigaction(SIGSEGV, &segv, NULL);
	sigaction(SIGBUS, &bus, NULL);
	generator_new(overflows, NULL);
	sigaltstack(NULL, &later);
	sigaction(SIGSEGV, NULL, &segv);
	sigaction(SIGBUS, NULL, &bus);
	printf("SIGSEGV: %s\n",
	       segv.sa_sigaction == of_the_program_too ? "kept" : "replaced");
	printf("SIGBUS: %s\n", bus.sa_handler == of_the_program ? "kept" : "replaced");
	printf("alternate stack: %s\n", later.ss_sp == memory ? "kept" : "replaced");
}

static void what_the_program_has_for_crashes_is_kept(void **state)
{
	assert_overflow_is_told(overflow_named);
	assert_int_equal(run_child(make_one_in_a_program_that_handles_crashes), 0);
	assert_text(program_output,
	            "SIGSEGV: kept\nSIGBUS: kept\nalternate stack: kept\n");
}

/* A crash reporter that calls the handler that was there before it. */
static struct sigaction chained;

static void pass_on(int signo, siginfo_t *info, void *context)
{
	chained.sa_sigaction(signo, info, context);
}

static void overflow_below_a_crash_reporter(void)
{
	struct sigaction ours = { .sa_sigaction = pass_on };

	generator_free(generator_new(overflows, NULL));
	ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
	sigaction(SIGSEGV, &ours, &chained);
	if (!SANITIZED)
		overflow_named();
	abort();
}

static void a_handler_that_passes_on_ends_the_process_too(void **state)
{
	int status = run_child(overflow_below_a_crash_reporter);

	assert_int_equal(status, SANITIZED ? -SIGABRT : -SIGSEGV);
	if (!SANITIZED) {
		char *told = strstr(program_output, "stack overflow: ");
		assert_non_null(told);
		assert_null(strstr(told + 1, "stack overflow: "));
	}
}

static size_t size;

static void overflow_sized(void)
{
	Generator *g = generator_new_sized(overflows, NULL, size);

	generator_set_name(g, "bottomless");
	generator_new(overflows, NULL);
	succeeds(generator_next(g, NULL));
}

static void the_size_of_the_stack_is_told(void **state)
{
	static const struct Case {
		size_t asked;
		const char *has;
	} cases[] = { { 1024 * 1024, "1024 KiB" },
		      { 0, "16 KiB" },
		      { 100000, "128 KiB" },
		      { 8 * 1024 * 1024 - 1, "8192 KiB" } };

	for (size_t i = 0; i < (SANITIZED ? 2 : sizeof cases / sizeof *cases); i++) {
		size = cases[i].asked;
		assert_overflow_is_told_of(overflow_sized, cases[i].has);
	}
}

/* The handler itself may use more than its stack. */
static void write_below_the_alternate_stack(void)
{
	stack_t stack = { 0 };

	generator_free(generator_new(overflows, NULL));
	if (sigaltstack(NULL, &stack) < 0 || stack.ss_flags & SS_DISABLE)
		printf("there is no alternate stack");
	else
		((volatile char *)stack.ss_sp)[-1] = 1;
}

static void the_alternate_stack_has_a_guard_too(void **state)
{
	needs_no_other_alternate_stack();
	int status = run_child(write_below_the_alternate_stack);

	assert_null(strstr(program_output, "there is no alternate stack"));
	assert_crashed(status);
}

TESTS(T(an_overflow_is_told_and_ends_the_process_by_its_signal),
      T(an_overflow_in_another_thread_is_told_too), T(any_other_crash_is_just_that),
      T(a_signal_that_is_sent_ends_the_process_too),
      T(only_a_crash_has_an_address), T(a_guard_is_known_to_the_byte),
      T(what_the_program_has_for_crashes_is_kept),
      T(a_handler_that_passes_on_ends_the_process_too),
      T(the_alternate_stack_has_a_guard_too), T(the_size_of_the_stack_is_told))

/* Rung 1.4.6: a thread that ends takes its stacks along. */
#include "alternate.h"
#include "bursts.h"
#include "instruments/overflow.h"
#include "machines/guard.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

static int yields_once(void *arg, void **result)
{
	*result = arg;
	return generator_yield(arg, NULL);
}

/* Prints how many keys can be made, with a generator or without. */
static void use_up_the_keys(bool with_a_generator)
{
	Generator *g = with_a_generator ? generator_new(yields_once, NULL) : NULL;
	pthread_key_t key;
	int n = 0;

	while (pthread_key_create(&key, NULL) == 0)
		n++;
	printf("%d", n);
	generator_free(g);
}

static void use_up_the_keys_after(void)
{
	use_up_the_keys(true);
}

static void use_up_the_keys_before(void)
{
	use_up_the_keys(false);
	Generator *g = generator_new(yields_once, NULL);
	printf(" %d", generator_next(g, NULL));
	generator_free(g);
}

static void it_takes_one_key_and_works_without_it(void **state)
{
	char expected[40];

	assert_int_equal(run_child(use_up_the_keys_after), 0);
	long keys = strtol(program_output, NULL, 10);
	snprintf(expected, sizeof expected, "%ld 1", keys + 1);
	assert_int_equal(run_child(use_up_the_keys_before), 0);
	assert_text(program_output, expected);
}

/* The destructor of a key that is younger than the first generator. */
static pthread_key_t later;

static void free_late(void *g)
{
	generator_free(g);
}

static void *leaves_one_behind(void *unused)
{
	generator_free(generator_new(yields_once, NULL));
	pthread_setspecific(later, generator_new(yields_once, NULL));
	return NULL;
}

static void one_freed_while_its_thread_ends_is_no_leak(void **state)
{
	pthread_t thread;
	long mapped = 0;

	generator_free(generator_new(yields_once, NULL));
	assert_int_equal(pthread_key_create(&later, free_late), 0);
	for (int i = 0; i < 60; i++) {
		assert_int_equal(pthread_create(&thread, NULL, leaves_one_behind, NULL),
		                 0);
		pthread_join(thread, NULL);
		if (i == 9)
			mapped = pages_mapped();
	}
	if (!SANITIZED && TEST_SCALE == 1)
		assert_below(pages_mapped(), mapped + 10 * 21 * 64);
}

/* In a pool whose slabs have one stack each, the first idle stack is in use again, and
 * the slab of the second one is unmapped when the thread ends. Only then the first is
 * released: the list of idle stacks must not lead to what is unmapped. */
static void *takes_the_first_of_two_idle_ones(void *unused)
{
	Generator *first = generator_new_sized(yields_once, NULL, CALLSTACK_MOST);
	Generator *second = generator_new_sized(yields_once, NULL, CALLSTACK_MOST);

	generator_free(second);
	generator_free(first);
	pthread_setspecific(later,
	                    generator_new_sized(yields_once, NULL, CALLSTACK_MOST));
	return NULL;
}

static void one_that_is_freed_late_finds_no_stack_that_is_unmapped(void **state)
{
	pthread_t thread;
	long mapped = 0, pages = CALLSTACK_MOST / 4096;

	generator_free(generator_new(yields_once, NULL));
	assert_int_equal(pthread_key_create(&later, free_late), 0);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(pthread_create(&thread, NULL,
		                                takes_the_first_of_two_idle_ones, NULL),
		                 0);
		pthread_join(thread, NULL);
		if (i == 0)
			mapped = pages_mapped();
	}
	if (!SANITIZED && TEST_SCALE == 1)
		assert_below(pages_mapped(), mapped + pages);
}

/* The second time the memory of the alternate stack is somebody else's. */
static void stop_watching_twice(void)
{
	stack_t stack = { 0 };

	generator_free(generator_new(yields_once, NULL));
	sigaltstack(NULL, &stack);
	char *place = (char *)stack.ss_sp - guard_size();
	overflow_unwatch();
	stack_t after = { 0 };
	sigaltstack(NULL, &after);
	printf(after.ss_flags & SS_DISABLE ? "disabled" : "not disabled");
	fflush(stdout);
	char *other = mmap(place, guard_size(), PROT_READ | PROT_WRITE,
	                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	overflow_unwatch();
	*(volatile char *)other = 1;
	printf(", and once");
}

static void an_alternate_stack_is_unmapped_once(void **state)
{
	needs_no_other_alternate_stack();
	int status = run_child(stop_watching_twice);

	assert_text(program_output, "disabled, and once");
	assert_int_equal(status, 0);
}

/* Returns whether something is mapped at this page. The kernel puts new memory where it
 * is wished only if nothing is there. (An access would show it, too, but valgrind and
 * emulators print a message then.) */
static bool is_mapped(char *page)
{
	size_t size = guard_size();
	char *got = mmap(page, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	munmap(got, size);
	return got != page;
}

static void stop_watching_beside_another_stack(void)
{
	static char memory[64 * 1024];
	stack_t stack = { .ss_sp = memory, .ss_size = sizeof memory }, after = { 0 };

	generator_free(generator_new(yields_once, NULL));
	sigaltstack(NULL, &after);
	char *ours = after.ss_sp;
	sigaltstack(&stack, NULL);
	printf("ours: %s", is_mapped(ours) ? "mapped" : "not mapped");
	overflow_unwatch();
	sigaltstack(NULL, &after);
	printf(", then %s; the program's: %s\n",
	       is_mapped(ours) ? "mapped" : "not mapped",
	       after.ss_sp == memory ? "kept" : "disabled");
}

static void an_alternate_stack_of_the_program_is_kept(void **state)
{
	needs_no_other_alternate_stack();
	int status = run_child(stop_watching_beside_another_stack);

	assert_text(program_output,
	            "ours: mapped, then not mapped; the program's: kept\n");
	assert_int_equal(status, 0);
}

static void *thread_body(void *unused)
{
	Generator *all[100];

	for (int i = 0; i < 100; i++) {
		all[i] = generator_new(yields_once, NULL);
		succeeds(generator_next(all[i], NULL));
	}
	for (int i = 0; i < 100; i++)
		generator_free(all[i]);
	return NULL;
}

static void run_threads(int n)
{
	pthread_t threads[4];

	for (int i = 0; i < n; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, thread_body, NULL), 0);
	for (int i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
}

static void threads_take_their_stacks_along_when_they_end(void **state)
{
#ifdef M_ARENA_MAX
	mallopt(M_ARENA_MAX, 1); /* malloc's own memory is not what is measured */
#endif
	run_threads(4); /* all at once, for those who look for races */
	run_threads(1);
	long mapped = pages_mapped();
	for (int round = 0; round < 200; round++)
		run_threads(1);
	if (!SANITIZED && TEST_SCALE == 1)
		assert_below(pages_mapped(), mapped + 2 * 21 * 64);
}

TESTS(T(threads_take_their_stacks_along_when_they_end),
      T(it_takes_one_key_and_works_without_it), T(an_alternate_stack_is_unmapped_once),
      T(an_alternate_stack_of_the_program_is_kept),
      T(one_freed_while_its_thread_ends_is_no_leak),
      T(one_that_is_freed_late_finds_no_stack_that_is_unmapped))

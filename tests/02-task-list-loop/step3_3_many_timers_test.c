/* Step 2.3: many timers. */
#include "events.h"
#include "instruments/next_timers.h"
#include "memory.h"
#include "testing.h"

#include <stdlib.h>

/* The model: timers set, cancelled and set again at random; what is left must fire in
 * the order of its deadline, and of its setting. All deadlines have passed: the clock
 * may have begun only when the machine did. */
enum { MODEL = 5000 / (TEST_SCALE > 1 ? 10 : 1) };

typedef struct Timer {
	Handle handle;
	unsigned long order; /* when it was set; 0: it is not */
	int fired;
} Timer;

static Timer timers[MODEL];
static int fired;

static void fire(void *timer)
{
	((Timer *)timer)->fired = ++fired;
}

static int by_deadline(const void *a, const void *b)
{
	const Timer *left = *(Timer *const *)a, *right = *(Timer *const *)b;

	if (left->handle.when != right->handle.when)
		return left->handle.when < right->handle.when ? -1 : 1;
	return left->order < right->order ? -1 : 1;
}

/* So many changes: n timers are set, cancelled, or set anew, all of them to times that
 * have passed. */
static void change_timers(Loop *loop, int n, long changes)
{
	static unsigned long order;

	while (changes-- > 0) {
		Timer *timer = &timers[rand() % n];
		if (timer->handle.fn == NULL)
			timer->handle = (Handle)HANDLE(fire, timer);
		if (timer->order > 0)
			handle_cancel(&timer->handle);
		timer->order = rand() % 3 > 0 ? ++order : 0;
		if (timer->order > 0)
			assert_int_equal(
				loop_call_at(loop, -(rand() % 1000), &timer->handle), 0);
	}
}

/* What a sorted list has of the n timers, in model. Returns how many. */
static int sort_timers(Timer *model[], int n)
{
	int set = 0;

	for (int i = 0; i < n; i++) {
		if (timers[i].order > 0)
			model[set++] = &timers[i];
	}
	qsort(model, (size_t)set, sizeof *model, by_deadline);
	return set;
}

/* The timers that are next are those that the model has in front. */
static void compare_next(Loop *loop, Timer *model[], int set)
{
	Handle *next[10];

	assert_int_equal(timers_next(loop, NULL, 0), set);
	assert_int_equal(timers_next(loop, next, 10), set);
	for (int i = 0; i < 10 && i < set; i++)
		assert_ptr_equal(next[i], &model[i]->handle);
}

/* Has all fire, in the order that the model says. */
static void compare_timers(Loop *loop, int n)
{
	static Timer *model[MODEL];
	int set = sort_timers(model, n);

	compare_next(loop, model, set);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(fired, set);
	for (int i = 0; i < set; i++)
		assert_int_equal(model[i]->fired, i + 1);
	assert_int_equal(timers_next(loop, NULL, 0), 0);
}

static void random_timers_fire_as_a_sorted_list_would(void **state)
{
	Loop *loop = asyncio_new_event_loop();

	srand(444);
	change_timers(loop, MODEL, 20L * MODEL);
	compare_timers(loop, MODEL);
	loop_free(loop);
}

/* Some timers are set while there is memory for a heap, which has no room for all the
 * others. */
static void timers_need_no_memory(void **state)
{
	Loop *loop = asyncio_new_event_loop();

	if (SANITIZED || TEST_SCALE > 1)
		return; /* they need memory for themselves */
	srand(444);
	change_timers(loop, 50, 200);
	take_memory();
	change_timers(loop, 500, 5000);
	give_memory();
	compare_timers(loop, 500);
	loop_free(loop);
}

/* Without memory for even the first heap. */
static void a_loop_without_any_memory_has_timers(void **state)
{
	Loop *loop = asyncio_new_event_loop();

	if (SANITIZED || TEST_SCALE > 1)
		return;
	srand(444);
	take_memory();
	change_timers(loop, 100, 1000);
	give_memory();
	compare_timers(loop, 100);
	loop_free(loop);
}

static long in_order;

static void count(void *number)
{
	if ((intptr_t)number == in_order)
		in_order++;
}

/* Set with the earliest first, or last: neither may take a time that grows with the
 * square. */
static void set_and_fire(bool last_first)
{
	Loop *loop = asyncio_new_event_loop();
	Handle *handles = calloc(HUNDRED_THOUSAND, sizeof *handles);

	assert_non_null(loop);
	in_order = 0;
	for (intptr_t i = 0; i < HUNDRED_THOUSAND; i++) {
		intptr_t n = last_first ? HUNDRED_THOUSAND - 1 - i : i;
		handles[n] = (Handle)HANDLE(count, (void *)n);
		assert_int_equal(loop_call_at(loop, -1e6 + (double)n, &handles[n]), 0);
	}
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(in_order, HUNDRED_THOUSAND);
	free(handles);
	loop_free(loop);
}

static void a_hundred_thousand_are_set_in_either_order(void **state)
{
	set_and_fire(false);
	set_and_fire(true);
}

/* Of the memory for a hundred thousand timers no more is kept, when they are gone, than
 * for a few times as many as there are. */
static void a_heap_shrinks_with_its_timers(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle *handles = calloc(HUNDRED_THOUSAND, sizeof *handles);

	assert_non_null(loop);
	for (long i = 0; i < HUNDRED_THOUSAND; i++) {
		handles[i] = (Handle)HANDLE(count, NULL);
		loop_call_at(loop, (double)i, &handles[i]);
	}
	assert_int_equal(timers_next(loop, NULL, 0), HUNDRED_THOUSAND);
	assert_below(HUNDRED_THOUSAND - 2, loop->timers_room);
	for (long i = 0; i < HUNDRED_THOUSAND; i++) {
		if (i % 100 > 0)
			handle_cancel(&handles[i]);
	}
	assert_int_equal(timers_next(loop, NULL, 0), HUNDRED_THOUSAND / 100);
	assert_below(loop->timers_room, 4 * HUNDRED_THOUSAND / 100 + 64);
	loop_free(loop);
	free(handles);
}

TESTS(T(random_timers_fire_as_a_sorted_list_would), T(timers_need_no_memory),
      T(a_loop_without_any_memory_has_timers),
      T(a_hundred_thousand_are_set_in_either_order), T(a_heap_shrinks_with_its_timers))

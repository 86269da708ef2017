/* Step 2.3: many timers. */
#include "events.h"
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

static void random_timers_fire_as_a_sorted_list_would(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	static Timer *left[MODEL];
	unsigned long order = 0;
	int n = 0;

	srand(444);
	for (long i = 0; i < 20L * MODEL; i++) {
		Timer *timer = &timers[rand() % MODEL];
		if (timer->handle.fn == NULL)
			timer->handle = (Handle)HANDLE(fire, timer);
		if (timer->order > 0)
			handle_cancel(&timer->handle);
		timer->order = rand() % 3 > 0 ? ++order : 0;
		if (timer->order > 0)
			assert_int_equal(
				loop_call_at(loop, -(rand() % 1000), &timer->handle), 0);
	}
	for (int i = 0; i < MODEL; i++) {
		if (timers[i].order > 0)
			left[n++] = &timers[i];
	}
	qsort(left, (size_t)n, sizeof *left, by_deadline);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(fired, n);
	for (int i = 0; i < n; i++)
		assert_int_equal(left[i]->fired, i + 1);
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

TESTS(T(random_timers_fire_as_a_sorted_list_would),
      T(a_hundred_thousand_are_set_in_either_order))

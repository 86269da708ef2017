/* many_timers.h - timers that are set, cancelled and set again at random, and a sorted
 * list that says in which order they must be called. */
#ifndef MANY_TIMERS_H
#define MANY_TIMERS_H

#include "events.h"
#include "instruments/next_timers.h"
#include "memory.h"
#include "testing.h"

#include <stdlib.h>

/* What is left in the end must be called in the order of the deadlines, and of the
 * setting. All deadlines have passed, for the clock may have begun when the machine
 * did. */
enum { MODEL = 5000 / (TEST_SCALE > 1 ? 10 : 1) };

typedef struct Timer {
	Handle handle;
	unsigned long order; /* when it was set; 0: it is not */
	int fired;
} Timer;

static Timer timers[MODEL];
static int fired;

static inline void fire(void *timer)
{
	((Timer *)timer)->fired = ++fired;
}

static inline int by_deadline(const void *a, const void *b)
{
	const Timer *left = *(Timer *const *)a, *right = *(Timer *const *)b;

	if (left->handle.when != right->handle.when)
		return left->handle.when < right->handle.when ? -1 : 1;
	return left->order < right->order ? -1 : 1;
}

/* Makes so many changes: one of n timers is set, cancelled, or set anew, to a time that
 * has passed. */
static inline void change_timers(Loop *loop, int n, long changes)
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

/* Sorts those of the n timers that are set, into model. Returns how many they are. */
static inline int sort_timers(Timer *model[], int n)
{
	int set = 0;

	for (int i = 0; i < n; i++) {
		if (timers[i].order > 0)
			model[set++] = &timers[i];
	}
	qsort(model, (size_t)set, sizeof *model, by_deadline);
	return set;
}

/* The timers that come next are those that the model has in front. */
static inline void compare_next(Loop *loop, Timer *model[], int set)
{
	Handle *next[10];

	assert_int_equal(timers_next(loop, NULL, 0), set);
	assert_int_equal(timers_next(loop, next, 10), set);
	for (int i = 0; i < 10 && i < set; i++)
		assert_ptr_equal(next[i], &model[i]->handle);
}

/* Has the loop call all timers, which must come in the order of the model. */
static inline void compare_timers(Loop *loop, int n)
{
	static Timer *model[MODEL];
	int set = sort_timers(model, n);

	compare_next(loop, model, set);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(fired, set);
	for (int i = 0; i < set; i++) {
		if (model[i]->fired != i + 1)
			fail_msg("the timer that is due as number %d of %d fired as "
			         "number %d",
			         i + 1, set, model[i]->fired);
	}
	assert_int_equal(timers_next(loop, NULL, 0), 0);
}

#endif

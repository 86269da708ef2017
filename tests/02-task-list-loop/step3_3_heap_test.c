/* 2.3.3: the heap. */
#include "many_timers.h"
#include "timer_heap.h"

#include <stdint.h>

static void nothing(void *unused)
{
}

static void what_does_not_come_first_goes_into_the_heap(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle handles[3];

	assert_non_null(loop);
	for (int i = 0; i < 3; i++) {
		handles[i] = (Handle)HANDLE(nothing, NULL);
		assert_int_equal(loop_call_at(loop, i, &handles[i]), 0);
	}
	assert_int_equal(loop->n_timers, 2);
	assert_ptr_equal(loop->timers[0].handle, &handles[1]);
	assert_ptr_equal(timers_first(loop), &handles[0]);
	handle_cancel(&handles[1]);
	assert_int_equal(loop->n_timers, 1);
	handle_cancel(&handles[0]);
	assert_ptr_equal(timers_first(loop), &handles[2]);
	handle_cancel(&handles[2]);
	assert_null(timers_first(loop));
	loop_free(loop);
}

/* Every entry has the deadline of its handle, which knows the place of the entry; and no
 * entry comes before its parent. */
static void check_heap(const Loop *loop)
{
	const TimerEntry *entries = loop->timers;

	for (size_t i = 0; i < loop->n_timers; i++) {
		assert_compared(entries[i].when, ==, entries[i].handle->when);
		assert_int_equal(entries[i].handle->place, i);
		if (i == 0)
			continue;
		const TimerEntry *parent = &entries[(i - 1) / 4];
		if (timer_is_before(entries[i].handle, parent->handle))
			fail_msg("entry %zu of the heap (%g) comes before its parent, "
			         "entry %zu (%g)",
			         i, entries[i].when, (i - 1) / 4, parent->when);
	}
}

static void no_entry_of_the_heap_comes_before_its_parent(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	size_t most = 0;

	srand(444);
	for (int i = 0; i < 100; i++) {
		change_timers(loop, 500, 100);
		check_heap(loop);
		most = loop->n_timers > most ? loop->n_timers : most;
	}
	assert_compared(most, >, 100);
	compare_timers(loop, 500);
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
	assert_compared(loop->n_timers, >, 0);
	take_memory();
	change_timers(loop, 500, 5000);
	give_memory();
	compare_timers(loop, 500);
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
	assert_int_equal(loop->n_timers, last_first ? 0 : HUNDRED_THOUSAND - 1);
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
	for (long i = 0; i < HUNDRED_THOUSAND; i++)
		handle_cancel(&handles[i]);
	assert_compared(loop->timers_room, >=, 64);
	assert_int_equal(loop_call_at(loop, 1, &handles[1]), 0);
	assert_int_equal(loop_call_at(loop, 2, &handles[2]), 0);
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(loop->timers_room, 0);
	assert_null(loop->timers);
	loop_free(loop);
	free(handles);
}

TESTS(T(what_does_not_come_first_goes_into_the_heap),
      T(no_entry_of_the_heap_comes_before_its_parent), T(timers_need_no_memory),
      T(a_hundred_thousand_are_set_in_either_order), T(a_heap_shrinks_with_its_timers))

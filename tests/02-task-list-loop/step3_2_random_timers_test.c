/* 2.3.2: many timers, in the order of a sorted list. */
#include "many_timers.h"

static void random_timers_fire_as_a_sorted_list_would(void **state)
{
	Loop *loop = asyncio_new_event_loop();

	srand(444);
	change_timers(loop, MODEL, 20L * MODEL);
	compare_timers(loop, MODEL);
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

TESTS(T(random_timers_fire_as_a_sorted_list_would),
      T(a_loop_without_any_memory_has_timers))

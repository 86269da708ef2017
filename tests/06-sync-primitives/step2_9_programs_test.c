/* Step 6.2: the program of the notes. */
#include "../04-futures/programs.h"

static void lock_prints_what_the_notes_print(void **state)
{
	assert_program("lock", "acquiring the lock before starting coroutines\n"
	                       "lock acquired: True\n"
	                       "waiting for coroutines\n"
	                       "coro1 waiting for the lock\n"
	                       "coro2 waiting for the lock\n"
	                       "callback releasing lock\n"
	                       "coro1 acquired lock\n"
	                       "coro1 released lock\n"
	                       "coro2 acquired lock\n"
	                       "coro2 released lock\n");
}

TESTS(T(lock_prints_what_the_notes_print))

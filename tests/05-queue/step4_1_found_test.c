/* Rung 5.4.1: whether a thread can be cancelled, and a loop that another thread finds
 * while it is being made. */
#include "system.h"
#include "threads.h"

static Loop *loop;
static atomic_int status;

static int waits_for_ever(void *unused, void **result)
{
	return asyncio_sleep(INFINITY);
}

static void is_called(void *name)
{
	trace("%s", (const char *)name);
}

/* What a thread may do at its cancellation is not changed by a call of ours. */
static void *asks_for_its_state(void *states)
{
	int *state = states;
	Handle handle = HANDLE(is_called, "never");

	atomic_store(&status, loop_call_soon_threadsafe(loop, &handle));
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state[0]);
	ignore_status(loop_call_soon_threadsafe(loop, &handle));
	thread_future_free(asyncio_run_coroutine_threadsafe(loop, waits_for_ever, NULL));
	pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state[1]);
	return NULL;
}

static void whether_a_thread_can_be_cancelled_stays_as_it_was(void **state)
{
	int states[2] = { -1, -1 };

	loop = new_loop();
	loop_close(loop);
	end_thread(begin_thread(asks_for_its_state, states));
	assert_int_equal(atomic_load(&status), -ESHUTDOWN);
	assert_int_equal(states[0], PTHREAD_CANCEL_ENABLE);
	assert_int_equal(states[1], PTHREAD_CANCEL_DISABLE);
	loop_free(loop);
}

/* Another thread has the address of a loop that was freed, and gives something to
 * whatever lies there now, again and again, until it is taken. */
static Loop *_Atomic address;
static atomic_bool in_pipe, taken_in_pipe, enough;

static void *gives_until_taken(void *handle)
{
	while (!atomic_load(&enough)) {
		if (loop_call_soon_threadsafe(atomic_load(&address), handle) < 0)
			continue;
		if (atomic_load(&in_pipe))
			atomic_store(&taken_in_pipe, true);
		break;
	}
	return NULL;
}

static void takes_its_time(void)
{
	atomic_store(&in_pipe, true);
	if (atomic_load(&address) != NULL)
		real_sleep(0.002);
	atomic_store(&in_pipe, false);
}

INSTEAD_OF_PIPE(takes_its_time)

static void a_loop_is_found_by_other_threads_only_when_it_is_whole(void **state)
{
	for (int i = 0; i < 20; i++) {
		Handle handle = HANDLE(is_called, "taken");
		loop = new_loop();
		atomic_store(&address, loop);
		loop_free(loop);
		assert_int_equal(loop_call_soon_threadsafe(loop, &handle), -ESHUTDOWN);
		pthread_t thread = begin_thread(gives_until_taken, &handle);
		loop = new_loop(); /* perhaps where the other one was */
		real_sleep(0.002);
		loop_stop(loop);
		succeeds(loop_run_forever(loop));
		atomic_store(&enough, true);
		end_thread(thread);
		loop_free(loop);
		atomic_store(&enough, false);
		atomic_store(&address, NULL);
		assert_false(atomic_load(&taken_in_pipe));
	}
}

TESTS(T(whether_a_thread_can_be_cancelled_stays_as_it_was),
      T(a_loop_is_found_by_other_threads_only_when_it_is_whole))

/* Rung 5.4.1: handles that other threads leave for a loop. */
#include "calls.h"
#include "machines/lock.h"
#include "thread_count.h"

static void a_closed_loop_refuses_any_thread(void **state)
{
	Loop *loop = new_loop();
	Call own = CALL(loop, "never", true), other = own;

	loop_close(loop);
	give(&own);
	end_thread(begin_thread(gives_one, &other));
	assert_int_equal(own.status, -ESHUTDOWN);
	assert_int_equal(other.status, -ESHUTDOWN);
	assert_null(own.handle.leave);
	loop_free(loop);
	other.status = 0;
	end_thread(begin_thread(gives_one, &other));
	assert_int_equal(other.status, -ESHUTDOWN);
	assert_trace("");
}

/* The handle may be in the inbox already. */
static void *gives_one_again(void *arg)
{
	Call *call = arg;

	call->status = loop_call_soon_threadsafe(call->loop, &call->handle);
	return NULL;
}

static void a_handle_in_the_inbox_is_busy_until_it_is_cancelled(void **state)
{
	Loop *loop = new_loop();
	Call call = CALL(loop, "cancelled", false);

	end_thread(begin_thread(gives_one, &call));
	assert_int_equal(call.status, 0);
	assert_non_null(call.handle.leave);
	assert_int_equal(loop_call_soon(loop, &call.handle), -EBUSY);
	end_thread(begin_thread(gives_one_again, &call));
	assert_int_equal(call.status, -EBUSY);
	handle_cancel(&call.handle);
	assert_null(call.handle.leave);
	assert_int_equal(loop_call_soon(loop, &call.handle), 0);
	loop_free(loop);
}

/* Another thread has the lock for a moment, as it does when it leaves a handle. */
static Gate locked;
static bool stayed_while_locked;

static void *holds_the_lock(void *arg)
{
	const Call *call = arg;

	threads_lock();
	gate_open(&locked);
	real_sleep(LONG);
	stayed_while_locked = call->handle.leave != NULL;
	threads_unlock();
	return NULL;
}

static void a_handle_leaves_the_inbox_when_no_other_thread_has_the_lock(void **state)
{
	Loop *loop = new_loop();
	Call call = CALL(loop, "cancelled", false);

	end_thread(begin_thread(gives_one, &call));
	assert_non_null(call.handle.leave);
	pthread_t thread = begin_thread(holds_the_lock, &call);
	gate_pass(&locked);
	handle_cancel(&call.handle);
	end_thread(thread);
	assert_null(call.handle.leave);
	assert_true(stayed_while_locked);
	loop_free(loop);
}

static void a_handle_in_the_inbox_has_no_deadline_although_it_had_one(void **state)
{
	Loop *loop = new_loop();
	Call call = CALL(loop, "cancelled", false);

	call.handle = (Handle)HANDLE(called, &call);
	assert_int_equal(loop_call_later(loop, 1, &call.handle), 0);
	handle_cancel(&call.handle);
	end_thread(begin_thread(gives_one_again, &call));
	assert_int_equal(call.status, 0);
	assert_compared(call.handle.when, ==, INFINITY);
	handle_cancel(&call.handle);
	loop_free(loop);
}

static void what_the_inbox_holds_is_dropped_when_the_loop_is_closed(void **state)
{
	Loop *loop = new_loop();
	Call call = CALL(loop, "never", false);

	end_thread(begin_thread(gives_one, &call));
	assert_int_equal(call.status, 0);
	assert_non_null(call.handle.leave);
	loop_close(loop);
	assert_null(call.handle.leave);
	assert_trace("");
	loop_free(loop);
}

static void gives_more(void *arg)
{
	Call *calls = arg;

	calls[0].handle = (Handle)HANDLE(called, &calls[0]);
	calls[2].handle = (Handle)HANDLE(called, &calls[2]);
	loop_call_soon(calls->loop, &calls[0].handle);
	give(&calls[1]);
	loop_call_soon(calls->loop, &calls[2].handle);
	trace("given");
}

static void in_its_own_thread_it_is_call_soon(void **state)
{
	Loop *loop = new_loop();
	Call first = CALL(loop, "first", false);
	Call calls[3] = { CALL(loop, "one", false), CALL(loop, "two", false),
		          CALL(loop, "three", true) };
	Handle inside = HANDLE(gives_more, calls);

	needs_thread_count();
	give(&first);
	assert_int_equal(first.status, 0);
	assert_int_equal(loop_call_soon_threadsafe(loop, &first.handle), -EBUSY);
	loop_call_soon(loop, &inside);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("first given one two three");
	loop_free(loop);
}

static void a_freed_loop_closes_both_ends_of_its_pipe(void **state)
{
	int before = open_descriptors();
	Loop *loop = new_loop();
	Handle nothing = HANDLE(NULL, NULL);

	assert_int_equal(loop_call_soon_threadsafe(loop, &nothing), 0);
	assert_non_null(nothing.leave);
	assert_compared(open_descriptors(), >=, before + 2);
	loop_free(loop);
	assert_int_equal(open_descriptors(), before);
}

enum { THREADS = 8, EACH = 5000 / (TEST_SCALE > 10 ? 10 : TEST_SCALE) };

typedef struct Giver {
	Handle handles[EACH];
	Loop *loop;
	int next, refused;
} Giver;

static void is_given(void *unused)
{
}

/* Until it is refused; then all it has given is nowhere. */
static void *gives_until_refused(void *arg)
{
	Giver *giver = arg;

	for (int i = 0; i < EACH; i++)
		giver->handles[i] = (Handle)HANDLE(is_given, NULL);
	for (giver->next = 0; giver->refused == 0 && giver->next < EACH; giver->next++)
		giver->refused = loop_call_soon_threadsafe(giver->loop,
		                                           &giver->handles[giver->next]);
	return NULL;
}

static void a_loop_can_be_closed_and_freed_while_calls_come_in(void **state)
{
	static Giver givers[THREADS];

	for (int round = 0; round < 20; round++) {
		Loop *loop = new_loop();
		pthread_t threads[THREADS];
		memset(givers, 0, sizeof givers);
		for (int i = 0; i < THREADS; i++) {
			givers[i].loop = loop;
			threads[i] = begin_thread(gives_until_refused, &givers[i]);
		}
		usleep((useconds_t)round * 50);
		loop_free(loop);
		for (int i = 0; i < THREADS; i++)
			end_thread(threads[i]);
		for (int i = 0; i < THREADS; i++) {
			assert_true(givers[i].refused == 0 ||
			            givers[i].refused == -ESHUTDOWN);
			for (int k = 0; k < givers[i].next; k++)
				assert_null(givers[i].handles[k].leave);
		}
	}
	Call late = CALL(NULL, "never", false);
	give(&late);
	assert_int_equal(late.status, -ESHUTDOWN);
}

TESTS(T(a_closed_loop_refuses_any_thread),
      T(a_handle_in_the_inbox_is_busy_until_it_is_cancelled),
      T(a_handle_leaves_the_inbox_when_no_other_thread_has_the_lock),
      T(a_handle_in_the_inbox_has_no_deadline_although_it_had_one),
      T(what_the_inbox_holds_is_dropped_when_the_loop_is_closed),
      T(in_its_own_thread_it_is_call_soon), T(a_freed_loop_closes_both_ends_of_its_pipe),
      T(a_loop_can_be_closed_and_freed_while_calls_come_in))

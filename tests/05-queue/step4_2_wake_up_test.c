/* Rung 5.4.2: a loop is woken by other threads, and calls what they have left. */
#include "calls.h"
#include "system.h"

#include <poll.h>
#include <sys/resource.h>

/* Gives three, in a moment. */
static void *gives_three(void *calls)
{
	real_sleep(A_MOMENT);
	for (int i = 0; i < 3; i++)
		give((Call *)calls + i);
	return NULL;
}

static void wakes(Loop *loop)
{
	Call calls[3] = { CALL(loop, "one", false), CALL(loop, "two", false),
		          CALL(loop, "three", true) };
	pthread_t thread = begin_thread(gives_three, calls);

	assert_int_equal(loop_run_forever(loop), 0);
	end_thread(thread);
	assert_traced("one two three");
	for (int i = 0; i < 3; i++)
		assert_int_equal(calls[i].status, 0);
}

static void
a_sleeping_loop_is_woken_by_a_thread_whose_calls_keep_their_order(void **state)
{
	on_both(wakes);
}

enum { MANY = 200000 / TEST_SCALE };

typedef struct Flood {
	Loop *loop;
	int n, called;
	bool in_order;
	Handle *handles;
} Flood;

static Flood flood;

static void is_called(void *handle)
{
	flood.in_order &= handle == &flood.handles[flood.called];
	if (++flood.called == flood.n)
		loop_stop(flood.loop);
}

static void *floods(void *status)
{
	for (int i = 0; i < flood.n; i++) {
		flood.handles[i] = (Handle)HANDLE(is_called, &flood.handles[i]);
		*(int *)status |= loop_call_soon_threadsafe(flood.loop,
		                                            &flood.handles[i]);
	}
	return NULL;
}

static void more_calls_than_a_pipe_holds_are_not_lost(void **state)
{
	Handle *handles = calloc(MANY, sizeof *handles);
	int status = 0;

	flood = (Flood){ new_loop(), MANY, 0, true, handles };
	end_thread(begin_thread(floods, &status));
	assert_int_equal(status, 0);
	loop_stop(flood.loop); /* if nothing has come this ends */
	succeeds(loop_run_forever(flood.loop));
	for (int i = 0; i < 3; i++) {
		loop_stop(flood.loop);
		succeeds(loop_run_forever(flood.loop));
	}
	assert_int_equal(flood.called, MANY);
	assert_true(flood.in_order);
	loop_free(flood.loop);
	free(handles);
}

enum { THREADS = 8, EACH = 5000 / (TEST_SCALE > 10 ? 10 : TEST_SCALE) };

typedef struct Giver {
	Handle handles[EACH];
	Loop *loop;
	int refused;
} Giver;

static int gone;

static void is_given(void *unused)
{
	if (++gone == THREADS * EACH)
		loop_stop(asyncio_get_running_loop());
}

static void *gives_each(void *arg)
{
	Giver *giver = arg;

	for (int i = 0; i < EACH; i++) {
		giver->handles[i] = (Handle)HANDLE(is_given, NULL);
		giver->refused += loop_call_soon_threadsafe(giver->loop,
		                                            &giver->handles[i]) < 0;
	}
	return NULL;
}

static void everything_eight_threads_give_is_called(void **state)
{
	Giver *givers = calloc(THREADS, sizeof *givers);
	pthread_t threads[THREADS];
	Loop *loop = new_loop();

	for (int i = 0; i < THREADS; i++) {
		givers[i].loop = loop;
		threads[i] = begin_thread(gives_each, &givers[i]);
	}
	assert_int_equal(loop_run_forever(loop), 0);
	for (int i = 0; i < THREADS; i++) {
		end_thread(threads[i]);
		assert_int_equal(givers[i].refused, 0);
	}
	assert_int_equal(gone, THREADS * EACH);
	loop_free(loop);
	free(givers);
}

static void what_is_cancelled_in_the_inbox_is_not_called(void **state)
{
	Loop *loop = new_loop();
	Call call = CALL(loop, "cancelled", false), other = CALL(loop, "called", true);

	end_thread(begin_thread(gives_one, &call));
	assert_int_equal(call.status, 0);
	end_thread(begin_thread(gives_one, &other));
	handle_cancel(&call.handle);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("called");
	loop_free(loop);
}

static Loop *own_loop;
static atomic_int status;

static int waits_for_ever(void *unused, void **result)
{
	return asyncio_sleep(INFINITY);
}

static void is_traced(void *name)
{
	trace("%s", (const char *)name);
}

/* The thread is cancelled when it next calls a function that is a cancellation point. To
 * wake the loop it writes into a pipe, and write is one. (AddressSanitizer does not learn
 * that a frame is left in this way.) */
__attribute__((no_sanitize("address"))) static void *
gives_while_it_is_cancelled(void *handle)
{
	pthread_cancel(pthread_self());
	atomic_store(&status, loop_call_soon_threadsafe(own_loop, handle));
	ThreadFuture *future = asyncio_run_coroutine_threadsafe(
		own_loop, waits_for_ever, NULL);
	thread_future_cancel(future);
	thread_future_free(future);
	atomic_store(&status, 2);
	pthread_testcancel();
	return NULL;
}

static void a_thread_that_is_to_be_cancelled_can_still_give(void **state)
{
	Handle handle = HANDLE(is_traced, "given");
	void *ended_with = NULL;

	own_loop = new_loop();
	pthread_t thread = begin_thread(gives_while_it_is_cancelled, &handle);
	assert_int_equal(pthread_join(thread, &ended_with), 0);
	assert_ptr_equal(ended_with, PTHREAD_CANCELED);
	assert_int_equal(atomic_load(&status), 2);
	for (int i = 0; i < 3; i++) {
		loop_stop(own_loop);
		succeeds(loop_run_forever(own_loop));
	}
	assert_trace("given");
	loop_free(own_loop);
}

/* The library's poll is this one. */
static int polls;

int poll(struct pollfd *fds, nfds_t n, int timeout)
{
	polls++;
#ifdef __linux__
	struct timespec t = { timeout / 1000, timeout % 1000 * 1000000L };
	return ppoll(fds, n, timeout < 0 ? NULL : &t, NULL);
#else
	return SYSTEM(poll, fds, n, timeout);
#endif
}

typedef struct Turns {
	Handle handle;
	Loop *loop;
	int left;
} Turns;

static void takes_turns(void *arg)
{
	Turns *turns = arg;

	if (turns->left-- > 0)
		loop_call_soon(turns->loop, &turns->handle);
	else
		loop_stop(turns->loop);
}

static void only_when_something_has_come_does_a_busy_loop_look(void **state)
{
	setenv("ASYNCIO_SELECTOR", "poll", 1);
	Loop *loop = new_loop();
	Turns turns = { HANDLE(takes_turns, &turns), loop, 1000 };
	Call call = CALL(loop, "called", false);

	polls = 0;
	loop_call_soon(loop, &turns.handle);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(polls, 0);
	turns.left = 1000;
	end_thread(begin_thread(gives_one, &call));
	assert_int_equal(call.status, 0);
	loop_call_soon(loop, &turns.handle);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("called");
	assert_int_equal(polls, 1);
	loop_free(loop);
}

/* The selector gets a descriptor, and the inbox none for its pipe. In the end there are
 * descriptors again: a sanitizer needs one when the process ends. */
static void a_loop_whose_inbox_cannot_be_made_says_why_and_leaves_nothing(void **state)
{
	int next = dup(STDIN_FILENO);
	struct rlimit before, limit;

	unsetenv("ASYNCIO_SELECTOR");
	close(next);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	limit = (struct rlimit){ (rlim_t)next + 1, before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	errno = 0;
	Loop *loop = asyncio_new_event_loop();
	int error = errno, free_again = dup(STDIN_FILENO);
	setrlimit(RLIMIT_NOFILE, &before);
	assert_null(loop);
	assert_int_equal(error, EMFILE);
	assert_int_equal(free_again, next);
	close(free_again);
	loop = new_loop();
	Call call = CALL(loop, "called", true);
	end_thread(begin_thread(gives_one, &call));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("called");
	loop_free(loop);
}

TESTS(T(a_sleeping_loop_is_woken_by_a_thread_whose_calls_keep_their_order),
      T(more_calls_than_a_pipe_holds_are_not_lost),
      T(what_is_cancelled_in_the_inbox_is_not_called),
      T(everything_eight_threads_give_is_called),
      T(a_thread_that_is_to_be_cancelled_can_still_give),
      T(only_when_something_has_come_does_a_busy_loop_look),
      T(a_loop_whose_inbox_cannot_be_made_says_why_and_leaves_nothing))

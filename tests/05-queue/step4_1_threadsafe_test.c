/* Step 5.4: calls that come from other threads. */
#include "system.h"
#include "thread_count.h"
#include "threads.h"

#include <poll.h>
#include <sys/resource.h>

/* A call that is recorded, and the last of which ends the run. */
typedef struct Call {
	Handle handle;
	Loop *loop;
	const char *name;
	bool last;
	int status;
} Call;

static void called(void *arg)
{
	Call *call = arg;

	trace("%s", call->name);
	if (call->last)
		loop_stop(call->loop);
}

#define CALL(loop_, name_, last_)                                        \
	{                                                                \
		.loop = loop_, .name = name_, .last = last_, .status = 1 \
	}

static void give(Call *call)
{
	call->handle = (Handle)HANDLE(called, call);
	call->status = loop_call_soon_threadsafe(call->loop, &call->handle);
}

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

static void *gives_one(void *call)
{
	give(call);
	return NULL;
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

static void a_handle_in_the_inbox_is_busy_and_can_be_cancelled(void **state)
{
	Loop *loop = new_loop();
	Call call = CALL(loop, "cancelled", false), other = CALL(loop, "called", true);

	end_thread(begin_thread(gives_one, &call));
	assert_int_equal(call.status, 0);
	assert_non_null(call.handle.leave);
	assert_int_equal(loop_call_soon(loop, &call.handle), -EBUSY);
	end_thread(begin_thread(gives_one, &other));
	handle_cancel(&call.handle);
	assert_null(call.handle.leave);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("called");
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

enum { THREADS = 8, EACH = 5000 / (TEST_SCALE > 10 ? 10 : TEST_SCALE) };

typedef struct Giver {
	Handle handles[EACH];
	Loop *loop;
	int next, refused;
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
}

static void a_freed_loop_closes_both_ends_of_its_pipe(void **state)
{
	int before = open_descriptors();
	Loop *loop = new_loop();
	Handle nothing = HANDLE(NULL, NULL);

	assert_int_equal(loop_call_soon_threadsafe(loop, &nothing), 0);
	assert_compared(open_descriptors(), >=, before + 2);
	loop_free(loop);
	assert_int_equal(open_descriptors(), before);
}

TESTS(T(a_sleeping_loop_is_woken_by_a_thread_whose_calls_keep_their_order),
      T(in_its_own_thread_it_is_call_soon), T(more_calls_than_a_pipe_holds_are_not_lost),
      T(a_closed_loop_refuses_any_thread),
      T(a_handle_in_the_inbox_is_busy_and_can_be_cancelled),
      T(what_the_inbox_holds_is_dropped_when_the_loop_is_closed),
      T(everything_eight_threads_give_is_called),
      T(a_loop_can_be_closed_and_freed_while_calls_come_in),
      T(only_when_something_has_come_does_a_busy_loop_look),
      T(a_loop_whose_inbox_cannot_be_made_says_why_and_leaves_nothing),
      T(a_freed_loop_closes_both_ends_of_its_pipe))

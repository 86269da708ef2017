/* scenarios_events.c - a loop, and what it calls: chapters 2 and 3. */
#include "scenario.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>

/* A new loop; without one, why there is none: asyncio_new_event_loop sets errno. */
static Loop *loop_or_error(int *error)
{
	errno = 0;
	Loop *loop = asyncio_new_event_loop();

	*error = loop != NULL ? 0 : errno == 0 ? -ENOMEM : -errno;
	return loop;
}

SCENARIO(asyncio_new_event_loop, "loop_free loop_close loop_time")
{
	int error;
	Loop *loop = loop_or_error(&error);

	if (loop == NULL)
		return error;
	printf("%.1f\n", loop_time(loop) - loop_time(loop));
	error = loop_close(loop);
	loop_free(loop);
	return error;
}

SCENARIO(loop_call_soon, "loop_call_at handle_cancel loop_run_forever loop_stop")
{
	int error, called = 0;
	Loop *loop = loop_or_error(&error);
	Handle soon = HANDLE(count, &called), later = HANDLE(count, &called),
	       at = HANDLE(count, &called), never = HANDLE(count, &called);

	if (loop == NULL)
		return error;
	require(loop_call_soon(loop, &soon) == 0);
	require(loop_call_later(loop, 0.5, &later) == 0);
	require(loop_call_at(loop, loop_time(loop) + 1, &at) == 0);
	require(loop_call_later(loop, 0.2, &never) == 0);
	handle_cancel(&never);
	error = loop_run_forever(loop);
	printf("%d calls\n", called);
	loop_stop(loop);
	if (error == 0)
		error = loop_run_forever(loop);
	loop_free(loop);
	return error;
}

/* One of many timers: when it is due; how many were called, and which was the last. */
typedef struct Timed {
	Handle handle;
	int hundredths, *called, *last;
} Timed;

static void in_order(void *arg)
{
	const Timed *timed = arg;

	require(timed->hundredths > *timed->last);
	*timed->last = timed->hundredths;
	++*timed->called;
}

/* More timers than there is room for without more memory. They are set without an order;
 * every third is cancelled, which leaves the others in order. */
SCENARIO(loop_call_later, "")
{
	int error, called = 0, last = -1;
	Loop *loop = loop_or_error(&error);
	static Timed timers[300];

	if (loop == NULL)
		return error;
	for (int i = 0; i < 300; i++) {
		timers[i] = (Timed){ HANDLE(in_order, &timers[i]), i * 77 % 300, &called,
			             &last };
		require(loop_call_later(loop, timers[i].hundredths * 0.01,
		                        &timers[i].handle) == 0);
	}
	for (int i = 0; i < 300; i += 3)
		handle_cancel(&timers[i].handle);
	error = loop_run_forever(loop);
	printf("%d calls, the last of %d\n", called, last);
	loop_free(loop);
	return error;
}

static int three(void *arg, void **result)
{
	for (int i = 0; i < 3; i++) {
		printf("%d\n", i);
		TRY(generator_yield(NULL, NULL));
	}
	return 0;
}

SCENARIO(task_list_add, "asyncio_get_running_loop")
{
	int error;
	Loop *loop = loop_or_error(&error);

	require(asyncio_get_running_loop() == NULL);
	if (loop == NULL)
		return error;
	error = task_list_add(loop, generator_new(three, NULL));
	int status = loop_run_forever(loop);
	loop_free(loop);
	return error < 0 ? error : status;
}

/* ==== Descriptors ==== */

typedef struct Pair {
	Loop *loop;
	int fds[2];
	int called;
	Handle handle, second;
} Pair;

/* A loop, and two sockets that are connected. */
static int pair_open(Pair *pair)
{
	int error;

	*pair = (Pair){ .loop = loop_or_error(&error), .fds = { -1, -1 } };
	if (pair->loop == NULL)
		return error;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
	               pair->fds) == 0)
		return 0;
	error = -errno;
	loop_free(pair->loop);
	return error;
}

static int pair_close(Pair *pair, int error)
{
	int status = loop_close_fd(pair->loop, pair->fds[0]);

	close(pair->fds[1]);
	loop_free(pair->loop);
	return error < 0 ? error : status;
}

/* Reads, so that it is not called again, and stops watching. */
static void read_one(void *arg)
{
	Pair *pair = arg;
	char byte = '?';

	pair->called++;
	if (read(pair->fds[0], &byte, 1) != 1)
		return; /* it will be called again */
	printf("read %c\n", byte);
	loop_remove_reader(pair->loop, pair->fds[0]);
}

static void write_one(void *arg)
{
	Pair *pair = arg;

	if (write(pair->fds[0], "w", 1) == 1)
		loop_remove_writer(pair->loop, pair->fds[0]);
}

/* One reader takes the place of another; if it cannot, the other is still there. */
static int readers(Pair *pair)
{
	int first = 0;
	Handle other = HANDLE(count, &first);

	pair->handle = (Handle)HANDLE(read_one, pair);
	TRY(loop_add_reader(pair->loop, pair->fds[0], &other));
	int error = loop_add_reader(pair->loop, pair->fds[0], &pair->handle);
	require((error == 0) == (pair->handle.leave != NULL));
	require((error == 0) == (other.leave == NULL));
	handle_cancel(&other);
	TRY(error);
	while (write(pair->fds[1], "x", 1) != 1)
		;
	return loop_run_forever(pair->loop);
}

SCENARIO(loop_add_reader, "loop_remove_reader loop_close_fd")
{
	Pair pair;

	TRY(pair_open(&pair));
	return pair_close(&pair, readers(&pair));
}

/* Both directions of one descriptor: if the second is refused the first one is still
 * there, and works. */
static int writers(Pair *pair)
{
	pair->handle = (Handle)HANDLE(read_one, pair);
	pair->second = (Handle)HANDLE(write_one, pair);
	TRY(loop_add_reader(pair->loop, pair->fds[0], &pair->handle));
	int error = loop_add_writer(pair->loop, pair->fds[0], &pair->second);
	require(pair->handle.leave != NULL);
	require((error == 0) == (pair->second.leave != NULL));
	while (write(pair->fds[1], "x", 1) != 1)
		;
	int status = loop_run_forever(pair->loop);
	require(pair->called > 0);
	return error < 0 ? error : status;
}

SCENARIO(loop_add_writer, "loop_remove_writer")
{
	Pair pair;

	TRY(pair_open(&pair));
	return pair_close(&pair, writers(&pair));
}

/* Many descriptors, so that tables grow. */
SCENARIO(loop_close_fd, "")
{
	enum { MANY = 40 };
	int fds[MANY], called = 0, n = 0, error;
	Handle handles[MANY];
	Loop *loop = loop_or_error(&error);

	if (loop == NULL)
		return error;
	for (; n < MANY && error == 0; n++) {
		handles[n] = (Handle)HANDLE(count, &called);
		fds[n] = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		error = fds[n] < 0 ? -errno : loop_add_reader(loop, fds[n], &handles[n]);
		if (error < 0 && fds[n] >= 0)
			close(fds[n]);
		if (error < 0)
			break;
	}
	for (int i = 0; i < n; i++) {
		int status = loop_close_fd(loop, fds[i]);
		error = error < 0 ? error : status;
		require(handles[i].leave == NULL);
	}
	loop_free(loop);
	return error;
}

static int io_task(void *arg, void **result)
{
	Pair *pair = arg;
	char byte;

	TRY(io_writable(pair->fds[0]));
	while (write(pair->fds[1], "x", 1) != 1)
		;
	do
		TRY(io_readable(pair->fds[0]));
	while (read(pair->fds[0], &byte, 1) != 1);
	printf("read %c\n", byte);
	return 0;
}

static int io_task_body(void *arg, void **result)
{
	((Pair *)arg)->called = io_task(arg, result);
	return 0;
}

SCENARIO(io_task_add, "io_readable io_writable")
{
	Pair pair;

	TRY(pair_open(&pair));
	int error = io_task_add(pair.loop, generator_new(io_task_body, &pair));
	int status = loop_run_forever(pair.loop);
	if (error == 0)
		error = pair.called < 0 ? pair.called : status;
	return pair_close(&pair, error);
}

/* ==== Signals ==== */

typedef struct Caught {
	Loop *loop;
	int times;
} Caught;

static void caught(void *arg)
{
	Caught *all = arg;

	all->times++;
	loop_stop(all->loop);
}

SCENARIO(loop_add_signal_handler, "loop_remove_signal_handler")
{
	int error;
	Caught all = { .loop = loop_or_error(&error) };
	Handle usr1 = HANDLE(caught, &all), usr2 = HANDLE(caught, &all);

	if (all.loop == NULL)
		return error;
	error = loop_add_signal_handler(all.loop, SIGUSR1, &usr1);
	int other = loop_add_signal_handler(all.loop, SIGUSR2, &usr2);
	require((error == 0) == (usr1.leave != NULL));
	require((other == 0) == (usr2.leave != NULL));
	int status = 0;
	if (error == 0) {
		raise(SIGUSR1);
		status = loop_run_forever(all.loop);
		printf("caught %d\n", all.times);
		require(all.times == 1 || status < 0);
		require(loop_remove_signal_handler(all.loop, SIGUSR1) == 1);
	}
	loop_free(all.loop);
	return error < 0 ? error : other < 0 ? other : status;
}

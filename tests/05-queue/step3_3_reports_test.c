/* Rung 5.3.3: what a server reports of connections for which this machine has no room or
 * no memory. */
#include "memory.h"
#include "no_room.h"
#include "serve.h"

static int listens(StreamReader *r, StreamWriter *w, void *arg)
{
	char byte;

	ignore_status(reader_read(r, &byte, 1));
	return 0;
}

/* What there is not enough of while a client comes. */
static void (*take)(void), (*give)(void);

static int comes_in_need(void *arg, void **result)
{
	StreamReader *reads;
	StreamWriter *writes;

	if (!serve(listens, NULL) || !come(&reads, &writes))
		return 0;
	int fd = dial(server->port);
	take();
	turns();
	give();
	turns();
	close(fd);
	writer_free(writes);
	turns();
	server_free(server);
	return 0;
}

static void run_in_need(void)
{
	succeeds(asyncio_run(comes_in_need, NULL, NULL));
}

static void a_connection_that_cannot_be_watched_is_reported(void **state)
{
	take = take_room;
	give = give_room;
	assert_int_equal(run_child(run_in_need), 0);
	assert_printed("a connection is lost: ");
	assert_printed(strerror(ENOSPC));
}

static void assert_closed_at_once(void (*takes)(void), void (*gives)(void))
{
	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers need more memory than that");
	take = takes;
	give = gives;
	assert_int_equal(run_child(run_in_need), 0);
	assert_printed("a connection is closed at once: ");
	assert_printed(strerror(ENOMEM));
}

static void a_connection_without_memory_for_a_stream_is_reported(void **state)
{
	assert_closed_at_once(take_memory, give_memory);
}

/* ==== there is memory for a stream, but no stack for a task ==== */

static Future *enough;

static int keeps_a_stack(void *arg, void **result)
{
	return await(enough, NULL);
}

static void take_stacks(void)
{
	struct rlimit none = { 0, RLIM_INFINITY };
	Task *task;

	enough = loop_create_future(asyncio_get_running_loop());
	setrlimit(RLIMIT_AS, &none);
	while ((task = asyncio_create_task(keeps_a_stack, NULL)) != NULL)
		task_detach(task);
}

static void give_stacks(void)
{
	give_memory();
	succeeds(future_set_result(enough, NULL));
	future_unref(enough);
}

static void a_connection_without_memory_for_a_task_is_reported(void **state)
{
	assert_closed_at_once(take_stacks, give_stacks);
}

TESTS(T(a_connection_that_cannot_be_watched_is_reported),
      T(a_connection_without_memory_for_a_stream_is_reported),
      T(a_connection_without_memory_for_a_task_is_reported))

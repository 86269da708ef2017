/* Rung 4.4.9: shields, when their loop is closed. */
#include "several.h"

static const char *outcome(int status)
{
	return status == 0            ? "0"
	       : status == -ECANCELED ? "ECANCELED"
	       : status == -EIO       ? "EIO"
	                              : "-";
}

/* SHD-02, and the task that awaits it. */
static int shields(void *inner, void **result)
{
	int error = await(asyncio_shield(inner), result);

	trace("%s %d", outcome(error), task_cancelling(asyncio_current_task()));
	return error;
}

/* Its loop is closed while a task awaits it. */
static int begins_to_shield(void *inner, void **result)
{
	Task *task = start("b", 5);

	task_detach(asyncio_create_task(shields, inner));
	task_detach(asyncio_create_task(shields, task));
	task_detach(task);
	return asyncio_sleep(1);
}

static void when_its_loop_is_closed_it_is_cancelled(void **state)
{
	Loop *other = asyncio_new_event_loop();
	assert_non_null(other);
	Future *inner = loop_create_future(other);
	Task *main = loop_create_task(other, begins_to_shield, inner);

	loop = other;
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	succeeds(loop_run_until_complete(other, main, NULL));
	Future *shield = asyncio_shield(inner);
	assert_non_null(shield);
	loop_close(other);
	assert_true(future_cancelled(shield));
	assert_ptr_not_equal(shield, inner);
	future_unref(shield);
	shield = asyncio_shield(inner); /* too late */
	assert_int_equal(future_result(shield, NULL), -ESHUTDOWN);
	future_unref(shield);
	assert_int_equal(inner->refs, 1);
	future_unref(inner);
	loop_free(other);
	assert_trace("b:stopped ECANCELED 0 ECANCELED 0");
}

/* The await takes the shield, although the task is older than the shield: the shield is
 * closed first. */
static int keeps_a_shield(void *inner, void **result)
{
	Future *shield = future_ref(asyncio_shield(inner));
	int error = await(shield, NULL);

	trace("%s", outcome(error));
	trace("%s %u", future_done(shield) ? "done" : "pending", shield->refs);
	future_unref(shield);
	return error;
}

static void who_awaits_it_finds_it_done(void **state)
{
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Future *inner = loop_create_future(loop);

	task_detach(loop_create_task(loop, keeps_a_shield, inner));
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	loop_close(loop);
	assert_trace("ECANCELED done 1");
	future_unref(inner);
	loop_free(loop);
}

TESTS(T(when_its_loop_is_closed_it_is_cancelled),
      T(who_awaits_it_finds_it_done))

/* futures.c - a value, or the lack of one, and a list of handles. */
#include "futures.h"
#include "instruments/report.h"
#include "instruments/spare_futures.h"

#include <errno.h>
#include <limits.h>

#undef loop_create_future

/* ==== Step 4.1: a value that is not there yet ==== */

static void plain_free(Future *future)
{
	future_end(future);
	spare_futures_give(future);
}

static const FutureKind plain = { "a future", future_settle_cancelled, plain_free, false,
	                          &plain_words };

Future *loop_create_future(Loop *loop)
{
	Future *future = loop == NULL ? NULL : spare_futures_take();

	if (future != NULL)
		future_init(future, loop, &plain);
	return future;
}

Future *future_failed(Loop *loop, int error)
{
	Future *future = loop_create_future(loop);

	if (future != NULL)
		future_settle(future, FUTURE_FINISHED, error, NULL);
	return future;
}

void future_dispose(Future *future)
{
	future_end(future);
	made_ends(future);
	free(future);
}

/* All of them go to the ready list at once, in their order. */
static void future_schedule_callbacks(Future *future)
{
	Links *from = &future->callbacks, *ready = &future->loop->ready;

	from->next->prev = ready->prev;
	ready->prev->next = from->next;
	from->prev->next = ready;
	ready->prev = from->prev;
	list_init(from);
}

/* A call: few need it, and inlined it would cost all who settle a future. */
__attribute__((noinline)) void future_forget_callbacks(Future *future)
{
	while (!list_empty(&future->callbacks))
		handle_cancel(container_of(future->callbacks.next, Handle, links));
}

/* A loop that is closed calls nobody. */
void future_settle(Future *future, FutureState state, int status, void *value)
{
	future->state = state;
	future->status = status;
	future->value = status < 0 ? NULL : value;
	future->unseen = status < 0 && status != -ECANCELED;
	if (list_empty(&future->callbacks))
		return;
	if (future->loop->closed)
		future_forget_callbacks(future);
	else
		future_schedule_callbacks(future);
}

bool future_settle_cancelled(Future *future)
{
	future_settle(future, FUTURE_CANCELLED, -ECANCELED, NULL);
	return true;
}

/* 0: others than the future itself may complete it now. */
static int future_may_be_set(const Future *future)
{
	if (future == NULL)
		return -EALREADY;
	if (future->kind->completes_itself)
		return -EINVAL;
	return future->state == FUTURE_PENDING ? 0 : -EALREADY;
}

int future_set_result(Future *future, void *value)
{
	int error = future_may_be_set(future);

	if (error == 0)
		future_settle(future, FUTURE_FINISHED, 0, value);
	return error;
}

int future_set_error(Future *future, int error)
{
	bool wrong = error >= 0 || error == INT_MIN;
	int refusal = wrong ? -EINVAL : future_may_be_set(future);

	if (refusal == 0 && error == -ECANCELED)
		future_cancel(future);
	else if (refusal == 0)
		future_settle(future, FUTURE_FINISHED, error, NULL);
	return refusal;
}

/* Whoever tries to cancel it has taken notice of its error. */
bool future_cancel(Future *future)
{
	if (future == NULL)
		return false;
	future->unseen = false;
	return future->state == FUTURE_PENDING && future->kind->cancel(future);
}

/* Of a NULL future the running loop calls. */
int future_add_done_callback(Future *future, Handle *handle)
{
	Loop *loop = future == NULL ? asyncio_get_running_loop() : future->loop;

	if (future_done(future))
		return loop == NULL ? -EINVAL : loop_call_soon(loop, handle);
	if (handle->leave != NULL)
		return -EBUSY;
	handle->when = INFINITY;
	handle_append(&future->callbacks, handle);
	return 0;
}

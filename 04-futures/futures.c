/* futures.c - a value, or the lack of one, and a list of handles. */
#include "futures.h"
#include "instruments/report.h"
#include "instruments/spare_futures.h"

#include <errno.h>
#include <limits.h>

#undef loop_create_future

/* ==== 4.1.1: a value that is not there yet ==== */

static void plain_free(Future *future);

static const FutureKind plain = { "a future", future_settle_cancelled, plain_free, false,
	                          &plain_words };

/* Takes memory for a future from spare_futures_take, and makes it a pending future of
 * the kind plain. */
Future *loop_create_future(Loop *loop)
{
	Future *future = loop == NULL ? NULL : spare_futures_take();

	if (future != NULL)
		future_init(future, loop, &plain);
	return future;
}

static void future_schedule_callbacks(Future *future);

/* Stores the outcome. The value of a future whose status is negative is NULL. Its error
 * is one that nobody has looked at (unseen), unless it is -ECANCELED. Then the
 * callbacks, if there are any: they are scheduled, or forgotten if the loop is closed,
 * because a closed loop calls nothing. */
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

/* Returns a new plain future that is FINISHED already, with this error; NULL if there is
 * no memory. */
Future *future_failed(Loop *loop, int error)
{
	Future *future = loop_create_future(loop);

	if (future != NULL)
		future_settle(future, FUTURE_FINISHED, error, NULL);
	return future;
}

/* Returns 0 if the caller may complete the future now. Otherwise -EINVAL if the future
 * completes itself, whether it is done or not; -EALREADY if it is done, or NULL. */
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

/* Looks at the error before anything else: -EINVAL if it is not negative, or INT_MIN.
 * -ECANCELED is not stored as an error: it cancels the future (future_cancel). */
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

/* If the future is pending, returns what the function cancel of its kind returns. If it
 * is done, or NULL, returns false. In each case its error is not reported any more
 * (unseen): a caller that tries to cancel a future does not want to hear of it. */
bool future_cancel(Future *future)
{
	if (future == NULL)
		return false;
	future->unseen = false;
	return future->state == FUTURE_PENDING && future->kind->cancel(future);
}

/* ==== 4.1.2: callbacks ==== */

/* Moves all callbacks to the end of the ready list, in their order, in one piece: the
 * list of the future is empty then. There is at least one. */
static void future_schedule_callbacks(Future *future)
{
	Links *from = &future->callbacks, *ready = &future->loop->ready;

	from->next->prev = ready->prev;
	ready->prev->next = from->next;
	from->prev->next = ready;
	ready->prev = from->prev;
	list_init(from);
}

/* Takes back every handle that is among the callbacks. It is a call, because few futures
 * need it, and inlined it would make future_settle slower for all others. */
__attribute__((noinline)) void future_forget_callbacks(Future *future)
{
	while (!list_empty(&future->callbacks))
		handle_cancel(container_of(future->callbacks.next, Handle, links));
}

/* If the future is done, the loop calls the handle in the next pass: returns what
 * loop_call_soon returns. The loop is the future's, or, for a NULL future, the running
 * one; -EINVAL if there is none. If the future is pending, the handle goes to the end of
 * its callbacks (handle_append), and its deadline is INFINITY; -EBUSY if the handle is
 * somewhere already. */
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

/* ==== 4.1.4: references ==== */

/* Called with the last reference of a plain future: ends it (future_end), and gives its
 * memory back with spare_futures_give, which also tells debug mode. */
static void plain_free(Future *future)
{
	future_end(future);
	spare_futures_give(future);
}

/* Ends the future, tells made_ends, and calls free, in this order. */
void future_dispose(Future *future)
{
	future_end(future);
	made_ends(future);
	free(future);
}

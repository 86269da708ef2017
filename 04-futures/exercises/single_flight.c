/* single_flight.c - one call for all that ask for the same thing at the same time.
 *
 * The most wanted page drops out of a cache. In the same moment a thousand clients want
 * it, and a thousand tasks ask the database for it, which breaks down. One of them should
 * ask, and all should have the answer. */
#include "single_flight.h"

#include <errno.h>

/* If no call is on its way, begins one, which runs fn(arg) in a task of its own;
 * otherwise fn and arg are not looked at. Waits until the call has ended, and returns its
 * error and its value. If an error is returned *result is NULL. What has ended is not
 * kept: a flight_call after that begins a new call, even if tasks that were waiting for
 * the old one have not gone on yet.
 *
 * If the running task is cancelled while it waits, -ECANCELED is returned, also if the
 * call ends in the same pass. The call runs on as long as another task waits for it. If
 * none does, the call is cancelled, and flight_call returns when it has ended, however it
 * ends and however often the running task is cancelled meanwhile. A task that asks in the
 * meantime begins a new call. -ENOMEM: there is no memory for a task. */
int flight_call(Flight *flight, CoroutineFn *fn, void *arg, void **result)
{
	return 0;
}

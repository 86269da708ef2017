/* retry.c - calls a function again when it has failed, and waits longer each time.
 *
 * A server that is overloaded fails. If all clients try again at once, it stays so.
 * Therefore each of them waits one second, then two, then four, up to a limit. */
#include "retry.h"

/* Calls fn(arg, result) in the running task, up to retry->attempts times. Returns 0 as
 * soon as a call has succeeded; otherwise the error of the last call. Before the second
 * call it sleeps for retry->delay seconds, and before each later one twice as long as
 * before, but never longer than retry->longest. After the last call it does not sleep.
 * retry->delay itself does not change, and a Retry can be used again: retry->calls is the
 * number of calls of this time.
 *
 * A task that is cancelled is not to try again: if a call returns -ECANCELED, or a sleep
 * fails, returns that error at once. */
int retry(Retry *retry, CoroutineFn *fn, void *arg, void **result)
{
	return 0;
}

/* retry.c - the one error that is not like the others is -ECANCELED. It does not say
 * that the call has failed, but that the task is to end. A loop that takes it for a
 * failure cannot be cancelled: this is the most frequent mistake in such functions, in
 * Python as well, where CancelledError is for this reason no Exception. The sleep stands
 * before the call, and not behind it, so there is none after the last attempt. */
#include "retry.h"

#include <errno.h>
#include <math.h>

int retry(Retry *retry, CoroutineFn *fn, void *arg, void **result)
{
	double delay = retry->delay;
	int error = -EINVAL;

	for (retry->calls = 0; retry->calls < retry->attempts;) {
		int slept = retry->calls == 0
		                    ? 0
		                    : asyncio_sleep(fmin(delay, retry->longest));
		if (slept < 0)
			return slept;
		if (retry->calls++ > 0)
			delay *= 2;
		error = fn(arg, result);
		if (error == 0 || error == -ECANCELED)
			return error;
	}
	return error;
}

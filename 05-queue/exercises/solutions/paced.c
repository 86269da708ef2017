/* paced.c - the pause comes first, and then the item. The other way round, a task that
 * is cancelled in its pause has an item in its hand, and nowhere to put it: the front of
 * a queue is closed to those who put. What has not been taken cannot be lost.
 *
 * The time of the next item is noted, and not the length of the pause: so the time that
 * the caller spends on an item, and the time in which the queue is empty, count for the
 * pause. A pause of 0 seconds or less would still let all others run once, which is why
 * there is an if. */
#include "paced.h"

int paced_get(Paced *paced, void **item)
{
	Loop *loop = asyncio_get_running_loop();
	double pause = loop == NULL ? 0 : paced->next - loop_time(loop);
	int error = pause > 0 ? asyncio_sleep(pause) : 0;

	if (error == 0)
		error = queue_get(paced->queue, item);
	else
		*item = NULL;
	if (error == 0 && loop != NULL)
		paced->next = loop_time(loop) + paced->seconds;
	return error;
}

/* spare_futures.c - how much is kept, and that a thread takes along what it has. */
#include "spare_futures.h"
#include "debug.h"

#include <pthread.h>

enum { SPARE_FUTURES = 256 };

_Thread_local SpareFutures spare_futures;

static _Thread_local bool asked;
static pthread_key_t key;
static bool has_key;

/* ==== Given: a part of malloc ==== */

/* From now on there is no room, so that what is freed later is freed at once. */
static void spare_futures_end(void *unused)
{
	Future *next;

	for (Future *future = spare_futures.first; future != NULL; future = next) {
		next = future->value;
		free(future);
	}
	spare_futures = (SpareFutures){ 0 };
}

static void key_make(void)
{
	has_key = pthread_key_create(&key, spare_futures_end) == 0;
}

/* Returns how many may be kept: none if memory is watched or debug mode is on, and none
 * if the end of the thread, at which they are freed, will not be noticed. */
static unsigned spare_futures_room(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	if (memory_is_watched() || task_debug != NULL)
		return 0;
	pthread_once(&once, key_make);
	return has_key && pthread_setspecific(key, &spare_futures) == 0 ? SPARE_FUTURES
	                                                                : 0;
}

void spare_futures_full(Future *future)
{
	if (!asked)
		spare_futures.room = spare_futures_room();
	asked = true;
	made_ends(future);
	if (spare_futures.room > 0)
		spare_futures_give(future);
	else
		free(future);
}

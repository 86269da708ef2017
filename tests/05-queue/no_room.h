/* no_room.h - a selector that has no room for one more descriptor: to watch it fails with
 * -ENOSPC, as it does where a user watches as many as the system allows. */
#ifndef NO_ROOM_H
#define NO_ROOM_H

#include "events.h"
#include "io_selector.h"

#include <errno.h>

static int (*real_update)(IoSelector *selector, Watch *watch, unsigned directions);

static inline int update_without_room(IoSelector *selector, Watch *watch,
                                      unsigned directions)
{
	return watch->registered == 0 ? -ENOSPC
	                              : real_update(selector, watch, directions);
}

/* From now on, until give_room, the loop that runs has no more room. */
static inline void take_room(void)
{
	IoSelector *selector = io_selector_of(asyncio_get_running_loop());

	real_update = selector->update;
	selector->update = update_without_room;
}

static inline void give_room(void)
{
	io_selector_of(asyncio_get_running_loop())->update = real_update;
}

#endif

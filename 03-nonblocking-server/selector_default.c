/* selector_default.c - epoll, or poll where ASYNCIO_SELECTOR=poll asks for it. In the
 * place of the file of this name in chapter 2. */
#include "io_selector.h"

#include <stdlib.h>
#include <string.h>

/* ==== Step 3.2: sleep until a descriptor is ready ==== */

int selector_default(Loop *loop)
{
	const char *kind = getenv("ASYNCIO_SELECTOR");

#ifdef __linux__
	if (kind == NULL || strcmp(kind, "poll") != 0)
		return selector_epoll(&loop->selector);
#endif
	return selector_poll(&loop->selector);
}

/* selector_default.c - epoll or poll, and an inbox for other threads. In the place of
 * the file of this name in chapter 3. */
#include "io_selector.h"
#include "threads_private.h"

#include <stdlib.h>
#include <string.h>

/* ==== Given: 5.4 gives the inbox; a loop is there without ==== */

static int selector_chosen(Selector **selector)
{
	const char *kind = getenv("ASYNCIO_SELECTOR");

#ifdef __linux__
	if (kind == NULL || strcmp(kind, "poll") != 0)
		return selector_epoll(selector);
#endif
	return selector_poll(selector);
}

int selector_default(Loop *loop)
{
	int error = selector_chosen(&loop->selector);

	if (error < 0)
		return error;
	error = inbox_new(loop);
	if (error < 0)
		loop->selector->close(loop->selector);
	return error;
}

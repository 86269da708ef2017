/* cannot_wait.h - a loop with two readers, and a selector that does not work. */
#ifndef CANNOT_WAIT_H
#define CANNOT_WAIT_H

#include "both.h"
#include "called.h"
#include "io.h"

/* Two readers, and a timer for the case that they spin. */
static inline Loop *two_readers(const char *selector)
{
	static Handle a = HANDLE(called, "a"), b = HANDLE(called, "b");
	static Handle end = { .fn = stop };
	int pair[2];

	setenv("ASYNCIO_SELECTOR", selector, 1);
	Loop *loop = asyncio_new_event_loop();
	if (loop == NULL || loop->selector == NULL ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		_exit(2);
	end.arg = loop;
	succeeds(loop_add_reader(loop, pair[0], &a));
	succeeds(loop_add_reader(loop, pair[1], &b));
	loop_call_later(loop, 0.2, &end);
	return loop;
}

#endif

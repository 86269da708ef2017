/* callers.h - callbacks of descriptors, with names for the record. */
#ifndef CALLERS_H
#define CALLERS_H

#include "both.h"
#include "io.h"

typedef struct Caller {
	const char *name;
	Loop *loop;
	int fd;
	Handle handle;
} Caller;

/* Says its name, and is removed. */
static inline void called_once(void *arg)
{
	Caller *caller = arg;

	trace("%s", caller->name);
	handle_cancel(&caller->handle);
}

/* Says its name, and stops the loop. */
static inline void called_to_stop(void *arg)
{
	Caller *caller = arg;

	trace("%s", caller->name);
	loop_stop(caller->loop);
}

/* Reads a byte; removed at the newline. */
static inline void reads(void *arg)
{
	Caller *caller = arg;
	char c = '?';

	if (read(caller->fd, &c, 1) == 1 && c != '\n')
		trace("%s%c", caller->name, c);
	else
		loop_remove_reader(caller->loop, caller->fd);
}

#endif

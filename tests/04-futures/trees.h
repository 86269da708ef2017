/* trees.h - for tests of the tree of tasks, when main waits for several at once. */
#ifndef TREES_H
#define TREES_H

#include "named.h"

static inline int sleeps(void *unused, void **result)
{
	return asyncio_sleep(2);
}

static inline int ends(void *unused, void **result)
{
	return 0;
}

/* For children: runs fn as the task "main" for five passes, prints the tree of tasks, and
 * ends the child. */
static inline void show(CoroutineFn *fn)
{
	start();
	named(fn, NULL, "main");
	make_passes(5);
	asyncio_print_tasks(loop, stdout);
	fflush(stdout);
	_Exit(0);
}

#endif

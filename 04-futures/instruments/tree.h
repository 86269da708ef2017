/* tree.h - all tasks of a loop, as a tree: which task waits for which. */
#ifndef ASYNCIO_TREE_H
#define ASYNCIO_TREE_H

#include "tasks.h"

#include <stdio.h>

/* Writes a line for each task of the loop that has not finished. Below a task come those
 * that it waits for; a circle is drawn as one. Without memory for the tree the lines are
 * written as a list. */
void task_tree_print(Loop *loop, FILE *out);

#endif

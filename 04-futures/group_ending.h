/* group_ending.h - a group that ends refuses tasks; and when the loop is closed, it must
 * end its own at once. */
#ifndef ASYNCIO_GROUP_ENDING_H
#define ASYNCIO_GROUP_ENDING_H

#include "tasks.h"

/* Returns what a caller borrows in place of the child that was refused with this error:
 * a future that has failed with it; NULL if no loop is running. */
Task *group_refuse(int error);

/* Ends a child in a closed loop, where no task can wait for another any more. Returns
 * whether the child has finished; false, it is being closed already. */
bool group_close_child(TaskObject *child);

#endif

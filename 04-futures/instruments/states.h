/* states.h - the state of a task, in the words of a report. */
#ifndef ASYNCIO_STATES_H
#define ASYNCIO_STATES_H

#include "report.h"

/* Adds a task with its state: "task 'NAME' waits for task 'OTHER' (stack: 1 KiB)". Of
 * another future it adds which one it is. */
void report_state(Report *report, const Future *future);

#endif

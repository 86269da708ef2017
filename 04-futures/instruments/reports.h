/* reports.h - what is said of tasks on stderr, a line for each mistake. */
#ifndef ASYNCIO_REPORTS_H
#define ASYNCIO_REPORTS_H

#include "tasks.h"

/* "task 'NAME' WHAT MORE", once for each task: one mistake has others follow. */
void task_report(TaskObject *task, const char *what, const char *more);

/* Its loop is being closed, and it still exists. */
void task_report_closed(TaskObject *task);

/* Nothing can wake any task of the loop: which there are, and what each waits for. */
void tasks_report_deadlock(Loop *loop);

#endif

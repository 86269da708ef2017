/* reports.h - what is said of tasks on stderr, a line for each mistake. */
#ifndef ASYNCIO_REPORTS_H
#define ASYNCIO_REPORTS_H

#include "report.h"

/* "task 'NAME' WHAT", with MORE right behind it ("": nothing), once for each task: one
 * mistake has others follow. */
void task_report(TaskObject *task, const char *what, const char *more);

/* Its loop is being closed, and it still exists. */
void task_report_closed(TaskObject *task);

/* What reports say of a sleep, and of a task. */
extern const FutureReport sleep_report, task_words;

#endif

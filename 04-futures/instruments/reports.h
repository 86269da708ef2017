/* reports.h - what is said of tasks on stderr, a line for each mistake. */
#ifndef ASYNCIO_REPORTS_H
#define ASYNCIO_REPORTS_H

#include "report.h"

/* "task 'NAME' WHAT MORE", once for each task: one mistake has others follow. */
void task_report(TaskObject *task, const char *what, const char *more);

/* Its loop is being closed, and it still exists. */
void task_report_closed(TaskObject *task);

/* Nothing can wake any task of the loop: which there are, and what each waits for. */
void tasks_report_deadlock(Loop *loop);

/* Adds a task with its state: "task 'NAME' waits for task 'OTHER' (stack: 1 KiB)". Of
 * another future it adds which one it is. */
void report_state(Report *report, const Future *future);

/* What reports say of the plainest kinds of futures. */
extern const FutureReport plain_words, sleep_report, task_words;

#endif

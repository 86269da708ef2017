/* group_reports.h - what reports say of a task that waits at the exit of a group. */
#ifndef ASYNCIO_GROUP_REPORTS_H
#define ASYNCIO_GROUP_REPORTS_H

#include "report.h"

extern const FutureReport group_report;

#endif

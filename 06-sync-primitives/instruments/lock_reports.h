/* lock_reports.h - what reports say about tasks that wait for a lock or one of its
 * relatives. */
#ifndef ASYNCIO_LOCK_REPORTS_H
#define ASYNCIO_LOCK_REPORTS_H

#include "instruments/report.h"

extern const FutureReport event_report, lock_report, condition_report, semaphore_report,
	barrier_report, outsider_report;

#endif

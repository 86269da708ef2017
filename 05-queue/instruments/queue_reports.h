/* queue_reports.h - what reports say of tasks that wait at a queue. */
#ifndef ASYNCIO_QUEUE_REPORTS_H
#define ASYNCIO_QUEUE_REPORTS_H

#include "instruments/report.h"

extern const FutureReport putter_report, getter_report, joiner_report;

#endif

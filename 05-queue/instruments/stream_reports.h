/* stream_reports.h - what reports say of tasks that wait for a stream. */
#ifndef ASYNCIO_STREAM_REPORTS_H
#define ASYNCIO_STREAM_REPORTS_H

#include "instruments/report.h"

extern const FutureReport read_report, drain_report;

#endif

/* stream_reports.c - what reports say of tasks that wait for a stream. */
#include "stream_reports.h"
#include "streams.h"
#include "transports_private.h"

/* ==== Given: for reports ==== */

/* "bytes of the stream of descriptor 7": whose wait queue this is. */
static void stream_tell(Report *report, const char *what, const StreamWriter *writer)
{
	report_say(report, "%s a stream", what);
	if (writer != NULL && writer->transport != NULL)
		report_say(report, " (descriptor %d)", writer->transport->fd);
}

static void read_tell(const Future *waiter, Report *report)
{
	const Links *line = waiter->value;

	stream_tell(report, "bytes of",
	            line == NULL
	                    ? NULL
	                    : &container_of(line, const Stream, reader.readers)->writer);
}

static void drain_tell(const Future *waiter, Report *report)
{
	const Links *line = waiter->value;

	stream_tell(report, "room in",
	            line == NULL ? NULL
	                         : container_of(line, const StreamWriter, drainers));
}

const FutureReport read_report = { read_tell, NULL, false, NULL };
const FutureReport drain_report = { drain_tell, NULL, false, NULL };

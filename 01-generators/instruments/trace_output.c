/* trace_output.c - where a trace goes. */
#include "trace_private.h"

TraceOutput trace_output = { .text = { .fd = -1, .setting = "ASYNCIO_TRACE" },
	                     .record = { .fd = -1, .setting = "ASYNCIO_TIMELINE" },
	                     .scribe = -1 };

/* ==== Given: a run that is watched ==== */

bool trace_is_apart(void)
{
	return trace_output.text.fd >= 0 && !trace_output.text.at_once;
}

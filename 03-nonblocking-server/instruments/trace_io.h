/* trace_io.h - what a trace says of descriptors and signals. */
#ifndef ASYNCIO_TRACE_IO_H
#define ASYNCIO_TRACE_IO_H

#include "instruments/trace_loop.h"

/* What the library calls; each does nothing unless there is a trace. */

/* due calls this handle when the descriptor is ready in this direction. */
static inline void trace_reader(Handle *due, const Handle *handle, int fd, int direction);

/* What wake runs waits until the descriptor is ready in this direction. */
static inline void trace_waits(Handle *wake, int fd, int direction);

/* due calls this handle when the signal has come. */
static inline void trace_signal(Handle *due, const Handle *handle, int signo);

/* ==== Given: a run that is watched ==== */

void trace_reader_of(Handle *due, const Handle *handle, int fd, int direction);
void trace_waits_until(Handle *wake, int fd, int direction);
void trace_signal_of(Handle *due, const Handle *handle, int signo);

static inline void trace_reader(Handle *due, const Handle *handle, int fd, int direction)
{
	if (tracing())
		trace_reader_of(due, handle, fd, direction);
	if (loop_debug != NULL)
		loop_debug->handle_is(due, handle->fn, NULL);
}

static inline void trace_waits(Handle *wake, int fd, int direction)
{
	if (tracing())
		trace_waits_until(wake, fd, direction);
}

static inline void trace_signal(Handle *due, const Handle *handle, int signo)
{
	if (tracing())
		trace_signal_of(due, handle, signo);
	if (loop_debug != NULL)
		loop_debug->handle_is(due, handle->fn, NULL);
}

#endif

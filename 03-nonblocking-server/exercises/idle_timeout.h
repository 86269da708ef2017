/* idle_timeout.h - a connection that says nothing is closed. */
#ifndef IDLE_TIMEOUT_H
#define IDLE_TIMEOUT_H

#include "transports.h"

/* Lies in the caller's memory; all of it is yours. */
typedef struct IdleTimeout {
	Loop *loop;
	Transport *transport;
	double seconds;
	Handle handle;
} IdleTimeout;

int idle_begin(IdleTimeout *idle, Loop *loop, Transport *transport, double seconds);
int idle_touch(IdleTimeout *idle);
void idle_end(IdleTimeout *idle);

#endif

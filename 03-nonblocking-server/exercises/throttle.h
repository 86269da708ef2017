/* throttle.h - a transport that reads no faster than so many bytes a second. */
#ifndef THROTTLE_H
#define THROTTLE_H

#include "transports.h"

/* Lies in the caller's memory; all of it is yours. */
typedef struct Throttle {
	Loop *loop;
	Transport *transport;
	double rate; /* bytes in a second */
	Handle handle;
} Throttle;

void throttle_begin(Throttle *throttle, Loop *loop, Transport *transport, double rate);
int throttle_received(Throttle *throttle, size_t n);
void throttle_end(Throttle *throttle);

#endif

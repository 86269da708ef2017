/* watchdog.h - a block that may take as long as it likes, if it shows signs of life. */
#ifndef WATCHDOG_H
#define WATCHDOG_H

#include "runners.h"
#include "timeouts.h"

/* Lies in the caller's memory, and is zero before watchdog_enter. */
typedef struct Watchdog {
	Timeout timeout;
	double quiet; /* seconds: how long no sign of life may come */
} Watchdog;

MUST_CHECK int watchdog_enter(Watchdog *dog, double quiet);
int watchdog_alive(Watchdog *dog);
MUST_CHECK int watchdog_exit(Watchdog *dog, int error);

#endif

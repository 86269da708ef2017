/* within.h - a lock that is not waited for too long. */
#ifndef WITHIN_H
#define WITHIN_H

#include "locks.h"
#include "timeouts.h"

int lock_acquire_within(Lock *lock, double seconds);

#endif

/* asyncio.h - the whole runtime: import asyncio. */
#ifndef ASYNCIO_H
#define ASYNCIO_H

#include "machines/cplusplus_begin.h"

#include "executor.h"
#include "io.h"
#include "io_tasks.h"
#include "locks.h"
#include "queues.h"
#include "runners.h"
#include "signals.h"
#include "sock.h"
#include "streams.h"
#include "taskgroups.h"
#include "tasks.h"
#include "timeouts.h"
#include "transports.h"

#include "machines/cplusplus_end.h"

#endif

/* pump.h - a task that passes bytes on. */
#ifndef PUMP_H
#define PUMP_H

#include "io_tasks.h"

int pump(int from, int to);

#endif

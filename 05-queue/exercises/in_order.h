/* in_order.h - calls that run side by side, and whose results come in order. */
#ifndef IN_ORDER_H
#define IN_ORDER_H

#include "queues.h"

/* Lies in the caller's memory, who sets fn and calls.maxsize, and zeroes the rest, which
 * is yours. */
typedef struct InOrder {
	CoroutineFn *fn;
	Queue calls;
} InOrder;

MUST_CHECK int in_order_put(InOrder *order, void *arg);
MUST_CHECK int in_order_get(InOrder *order, void **value);
void in_order_end(InOrder *order);

#endif

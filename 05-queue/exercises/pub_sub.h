/* pub_sub.h - messages for everybody who has subscribed to them. */
#ifndef PUB_SUB_H
#define PUB_SUB_H

#include "queues.h"

/* Lies in the caller's memory, zeroed at first; all of it is yours. */
typedef struct Topic {
	Links subscribers;
} Topic;

/* Lies in the caller's memory, which need not be zeroed. All that the caller does with
 * the queue is to take messages out of it. */
typedef struct Subscriber {
	Queue queue;
	Links links;
} Subscriber;

void topic_subscribe(Topic *topic, Subscriber *subscriber, long most);
void topic_unsubscribe(Subscriber *subscriber);
size_t topic_publish(Topic *topic, void *message);

#endif

/* pub_sub.c - a message goes to all subscribers, and none of them can hold the others up.
 *
 * A queue gives each item to one task. News is for everybody. But a subscriber that does
 * not read must neither fill the memory nor make the others wait: it is dropped. */
#include "pub_sub.h"

/* Makes the subscriber one that has no messages yet, whatever its memory contains. From
 * now on it gets each message that is published, in its queue, which may hold so many of
 * them. */
void topic_subscribe(Topic *topic, Subscriber *subscriber, long most)
{
}

/* Takes the subscriber out of its topic, if it has not been dropped before, and clears
 * its queue. It is called once for each subscriber, whose memory may be gone after
 * that. */
void topic_unsubscribe(Subscriber *subscriber)
{
}

/* Puts the message into the queue of each subscriber, in the order in which they have
 * subscribed, and never waits. A subscriber whose queue is full (or has no memory for
 * more) is dropped: it gets no message any more, can still take those that it has, and
 * then gets -EPIPE. Returns how many subscribers have got the message. */
size_t topic_publish(Topic *topic, void *message)
{
	return 0;
}

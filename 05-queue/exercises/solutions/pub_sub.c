/* pub_sub.c - a queue for each subscriber, and a list of them. A subscriber that is too
 * slow leaves the list, and its queue is shut down: that is the word "no more is coming"
 * in the place where the subscriber looks anyway, behind the messages that it has. To
 * clear its queue would throw those away.
 *
 * The list is walked with the next one in hand, because the subscriber may leave the list
 * meanwhile. And a subscriber that has left has NULL in its links, as a waiter has, so
 * that topic_unsubscribe does not take it out a second time: that would join its old
 * neighbours, and what has come between them since would be lost. */
#include "pub_sub.h"

static void subscriber_leave(Subscriber *subscriber)
{
	if (subscriber->links.next != NULL)
		list_remove(&subscriber->links);
	subscriber->links.next = NULL;
}

void topic_subscribe(Topic *topic, Subscriber *subscriber, long most)
{
	*subscriber = (Subscriber){ .queue.maxsize = most };
	if (topic->subscribers.next == NULL)
		list_init(&topic->subscribers);
	list_append(&topic->subscribers, &subscriber->links);
}

void topic_unsubscribe(Subscriber *subscriber)
{
	subscriber_leave(subscriber);
	queue_clear(&subscriber->queue);
}

size_t topic_publish(Topic *topic, void *message)
{
	Links *all = &topic->subscribers, *next;
	size_t n = 0;

	if (all->next == NULL)
		return 0;
	for (Links *l = all->next; l != all; l = next) {
		Subscriber *subscriber = container_of(l, Subscriber, links);
		next = l->next;
		if (queue_put_nowait(&subscriber->queue, message) == 0) {
			n++;
			continue;
		}
		subscriber_leave(subscriber);
		queue_shutdown(&subscriber->queue, false);
	}
	return n;
}

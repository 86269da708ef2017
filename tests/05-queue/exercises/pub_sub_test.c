/* Exercise pub_sub: see 05-queue/exercises/pub_sub.c. */
#include "pub_sub.h"
#include "runners.h"
#include "testing.h"

#include <errno.h>
#include <string.h>

static void take(const char *name, Subscriber *subscriber)
{
	void *message = NULL;
	int error = queue_get_nowait(&subscriber->queue, &message);

	trace("%s:%s", name, message == NULL ? status_name(error) : (char *)message);
}

static void each_message_goes_to_all(void **state)
{
	Topic topic = { 0 };
	Subscriber ada = { 0 }, bob = { 0 };

	trace("%zu", topic_publish(&topic, "nobody hears it"));
	topic_subscribe(&topic, &ada, 2);
	trace("%zu", topic_publish(&topic, "one"));
	topic_subscribe(&topic, &bob, 2);
	trace("%zu", topic_publish(&topic, "two"));
	take("ada", &ada);
	take("ada", &ada);
	take("bob", &bob);
	take("bob", &bob);
	topic_unsubscribe(&ada);
	topic_unsubscribe(&bob);
	assert_trace("0 1 2 ada:one ada:two bob:two bob:EAGAIN");
}

static void a_slow_subscriber_is_dropped_and_keeps_what_it_has(void **state)
{
	Topic topic = { 0 };
	Subscriber slow = { 0 }, quick = { 0 };

	topic_subscribe(&topic, &slow, 1);
	topic_subscribe(&topic, &quick, 9);
	trace("%zu", topic_publish(&topic, "one"));
	trace("%zu", topic_publish(&topic, "two"));
	take("slow", &slow);
	trace("%zu", topic_publish(&topic, "three"));
	take("slow", &slow);
	take("quick", &quick);
	take("quick", &quick);
	take("quick", &quick);
	topic_unsubscribe(&slow);
	topic_unsubscribe(&quick);
	assert_trace("2 1 slow:one 1 slow:EPIPE quick:one quick:two quick:three");
}

static void all_that_are_slow_are_dropped_at_once(void **state)
{
	Topic topic = { 0 };
	Subscriber all[3] = { 0 };

	for (int i = 0; i < 3; i++)
		topic_subscribe(&topic, &all[i], 1);
	trace("%zu", topic_publish(&topic, "one"));
	trace("%zu", topic_publish(&topic, "two"));
	trace("%zu", topic_publish(&topic, "three"));
	for (int i = 0; i < 3; i++)
		topic_unsubscribe(&all[i]);
	assert_trace("3 0 0");
}

static void those_that_leave_are_gone_whether_dropped_or_not(void **state)
{
	Topic topic = { 0 };
	Subscriber slow = { 0 }, leaves = { 0 }, stays = { 0 };

	topic_subscribe(&topic, &leaves, 9);
	topic_subscribe(&topic, &slow, 1);
	topic_subscribe(&topic, &stays, 9);
	trace("%zu", topic_publish(&topic, "one"));
	trace("%zu", topic_publish(&topic, "two"));
	topic_unsubscribe(&leaves);
	topic_unsubscribe(&slow);
	memset(&leaves, 0xff, sizeof leaves);
	memset(&slow, 0xff, sizeof slow);
	trace("%zu", topic_publish(&topic, "three"));
	for (int i = 0; i < 3; i++)
		take("stays", &stays);
	topic_unsubscribe(&stays);
	assert_trace("3 2 1 stays:one stays:two stays:three");
}

static void a_dropped_subscriber_that_leaves_takes_no_other_with_it(void **state)
{
	Topic topic = { 0 };
	Subscriber slow = { 0 }, late = { 0 };

	topic_subscribe(&topic, &slow, 1);
	trace("%zu", topic_publish(&topic, "one"));
	trace("%zu", topic_publish(&topic, "two"));
	topic_subscribe(&topic, &late, 9);
	topic_unsubscribe(&slow);
	trace("%zu", topic_publish(&topic, "three"));
	take("late", &late);
	topic_unsubscribe(&late);
	assert_trace("1 0 1 late:three");
}

static void those_that_leave_have_an_empty_queue(void **state)
{
	Topic topic = { 0 };
	Subscriber stays = { 0 }, slow = { 0 };

	topic_subscribe(&topic, &stays, 9);
	topic_subscribe(&topic, &slow, 1);
	trace("%zu", topic_publish(&topic, "one"));
	trace("%zu", topic_publish(&topic, "two"));
	topic_unsubscribe(&stays);
	topic_unsubscribe(&slow);
	trace("%zu %zu", queue_qsize(&stays.queue), queue_qsize(&slow.queue));
	assert_null(stays.queue.ring);
	assert_null(slow.queue.ring);
	assert_trace("2 1 0 0");
}

static void a_subscriber_may_lie_in_memory_that_was_used_before(void **state)
{
	Topic topic = { 0 };
	Subscriber ada = { .queue = { .lifo = true, .is_shutdown = true } };

	topic_subscribe(&topic, &ada, 2);
	trace("%zu", topic_publish(&topic, "one"));
	trace("%zu", topic_publish(&topic, "two"));
	trace("%zu", topic_publish(&topic, "three"));
	take("ada", &ada);
	topic_unsubscribe(&ada);
	assert_trace("1 1 0 ada:one");
}

static Topic news;

static int reads(void *name, void **result)
{
	Subscriber subscriber;
	void *message = NULL;
	int error = 0;

	topic_subscribe(&news, &subscriber, 1);
	for (int i = 0; i < 3 && error == 0; i++) {
		error = queue_get(&subscriber.queue, &message);
		if (error == 0 && message != NULL)
			trace("%s:%s", (char *)name, (char *)message);
	}
	topic_unsubscribe(&subscriber);
	return error;
}

static int publishes(void *arg, void **result)
{
	static char *const messages[] = { "one", "two", "three" };
	Task *ada = asyncio_create_task(reads, "ada");
	Task *bob = asyncio_create_task(reads, "bob");

	for (int i = 0; i < 3; i++) {
		succeeds(asyncio_sleep(1));
		trace("%zu", topic_publish(&news, messages[i]));
	}
	task_detach(ada);
	task_detach(bob);
	return asyncio_sleep(1);
}

static void those_that_wait_are_woken(void **state)
{
	news = (Topic){ 0 };
	assert_int_equal(asyncio_run(publishes, NULL, NULL), 0);
	assert_trace("2 ada:one bob:one 2 ada:two bob:two 2 ada:three bob:three");
}

TESTS(T(each_message_goes_to_all), T(a_slow_subscriber_is_dropped_and_keeps_what_it_has),
      T(all_that_are_slow_are_dropped_at_once),
      T(those_that_leave_are_gone_whether_dropped_or_not),
      T(a_dropped_subscriber_that_leaves_takes_no_other_with_it),
      T(those_that_leave_have_an_empty_queue),
      T(a_subscriber_may_lie_in_memory_that_was_used_before),
      T(those_that_wait_are_woken))

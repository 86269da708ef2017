/* Rung 5.1.6: the programs whose tasks learn that the work is over. */
#include "../04-futures/programs.h"
#include "../03-nonblocking-server/serving.h"
#include "thread_count.h"

/* Items, and nobody to take them. */
static void asyncq_without_consumers_says_which_tasks_wait(void **state)
{
	needs_thread_count();
	assert_int_equal(run_virtual("asyncq -c 0"), 1);
	assert_printed("task 'Task-1' waits for the work on queue 1 to be done, "
	               "items left: ");
}

static void queue_workers_stop_when_they_are_told(void **state)
{
	assert_program("queue_workers",
	               "consumer 0: starting\nconsumer 0: waiting for item\n"
	               "consumer 1: starting\nconsumer 1: waiting for item\n"
	               "producer: starting\nproducer: added task 0 to the queue\n"
	               "producer: added task 1 to the queue\nconsumer 0: has item 0\n"
	               "consumer 1: has item 1\nproducer: added task 2 to the queue\n"
	               "producer: added task 3 to the queue\n"
	               "consumer 0: waiting for item\nconsumer 0: has item 2\n"
	               "producer: added task 4 to the queue\n"
	               "consumer 1: waiting for item\nconsumer 1: has item 3\n"
	               "producer: added task 5 to the queue\n"
	               "producer: adding stop signals to the queue\n"
	               "consumer 0: waiting for item\nconsumer 0: has item 4\n"
	               "consumer 1: waiting for item\nconsumer 1: has item 5\n"
	               "producer: waiting for queue to empty\n"
	               "consumer 0: waiting for item\nconsumer 0: has item None\n"
	               "consumer 0: ending\nconsumer 1: waiting for item\n"
	               "consumer 1: has item None\nconsumer 1: ending\n"
	               "producer: ending\n");
	assert_int_equal(run_virtual("queue_workers --items-per-worker 1000 | tail -n 2"),
	                 0);
	assert_text(program_output, "consumer 1: ending\nproducer: ending\n");
	assert_refuses("queue_workers --items-per-worker");
	assert_refuses("queue_workers --items-per-worker -1");
}

TESTS(T(asyncq_without_consumers_says_which_tasks_wait),
      T(queue_workers_stop_when_they_are_told))

/* bare_scheduler.h - a yardstick: a ring of ready tasks, stacks that are used again last in
 * first out, a heap of timers, and channels for one waiter a side. It has no cancellation,
 * no errors and no futures. Nothing here calls the chapters. */
#ifndef BARE_SCHEDULER_H
#define BARE_SCHEDULER_H

#include "bare_switch.h"

#include <stdint.h>

/* It lies at the top of its own stack. */
typedef struct BareTask {
	Place place;
	void (*body)(long value);
	struct BareTask *next; /* in the list of those that have ended */
	long value;
} BareTask;

enum { BARE_RING = 1 << 20, BARE_ITEMS = 128, BARE_GUARD = 102 /* MADV_GUARD_INSTALL */ };

static BareTask bare_main, *bare_current = &bare_main, *bare_ended, **bare_ring;
static uint32_t bare_first, bare_last;
static struct {
	double when;
	BareTask *task;
} *bare_heap, bare_timer;
static size_t bare_timers;
static long bare_used;
static bool bare_guarded;

static inline void bare_start(long tasks)
{
	bare_map_stacks(tasks + 1);
	bare_ring = bench_need(mmap(NULL, BARE_RING * sizeof *bare_ring,
	                            PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
	                            -1, 0));
	bare_heap = bench_need(malloc((size_t)(tasks + 1) * sizeof *bare_heap));
}

static inline void bare_ready(BareTask *task)
{
	bare_ring[bare_last++ % BARE_RING] = task;
}

static inline BareTask *bare_pop_timer(void)
{
	BareTask *popped = bare_heap[0].task;
	size_t i = 0, child;

	bare_timer = bare_heap[--bare_timers];
	while ((child = 4 * i + 1) < bare_timers) {
		size_t end = child + 4 < bare_timers ? child + 4 : bare_timers,
		       least = child;
		while (++child < end)
			least = bare_heap[child].when < bare_heap[least].when ? child
			                                                      : least;
		if (bare_heap[least].when >= bare_timer.when)
			break;
		bare_heap[i] = bare_heap[least];
		i = least;
	}
	bare_heap[i] = bare_timer;
	return popped;
}

static __attribute__((noinline, unused)) void bare_wait(void)
{
	while (bare_first == bare_last) {
		double now = bench_clock(CLOCK_MONOTONIC), ns = bare_heap[0].when - now;
		if (ns > 0)
			nanosleep(&(struct timespec){ (time_t)(ns / 1e9),
			                              (long)ns % 1000000000 },
			          NULL);
		while (bare_timers > 0 && bare_heap[0].when <= now)
			bare_ready(bare_pop_timer());
	}
}

static inline __attribute__((always_inline)) void bare_park(void)
{
	if (bare_first == bare_last)
		bare_wait();
	BareTask *self = bare_current, *next = bare_ring[bare_first++ % BARE_RING];
	if (next != self) {
		bare_current = next;
		bare_swap(&self->place, &next->place);
	}
}

static inline __attribute__((always_inline)) void bare_give_way(void)
{
	bare_ready(bare_current);
	bare_park();
}

static inline void bare_sleep(double ns)
{
	size_t i = bare_timers++;

	ns += bench_clock(CLOCK_MONOTONIC);
	for (; i > 0 && bare_heap[(i - 1) / 4].when > ns; i = (i - 1) / 4)
		bare_heap[i] = bare_heap[(i - 1) / 4];
	bare_heap[i].when = ns;
	bare_heap[i].task = bare_current;
	bare_park();
}

static inline void bare_entry(void)
{
	bare_current->body(bare_current->value);
	bare_current->next = bare_ended;
	bare_ended = bare_current;
	bare_park();
}

static __attribute__((noinline, unused)) BareTask *bare_new_task(void)
{
	if (bare_guarded)
		madvise(bare_stacks + (bare_used << 16), 4096, BARE_GUARD);
	return (BareTask *)(void *)(bare_top(bare_used++) - 64);
}

static inline void bare_spawn(void (*body)(long value), long value)
{
	BareTask *task = bare_ended;

	if (task != NULL)
		bare_ended = task->next;
	else
		task = bare_new_task();
	task->body = body;
	task->value = value;
	task->place.stack = (char *)task - 8;
	task->place.resume = bare_entry;
	bare_ready(task);
}

typedef struct BareChannel {
	long items[BARE_ITEMS];
	uint32_t room, head, tail;
	BareTask *waiter; /* for room or for an item: never both */
} BareChannel;

static inline void bare_channel_wake(BareChannel *channel)
{
	if (channel->waiter != NULL)
		bare_ready(channel->waiter);
	channel->waiter = NULL;
}

static __attribute__((noinline, unused)) void bare_put(BareChannel *channel, long item)
{
	while (channel->tail - channel->head == channel->room) {
		channel->waiter = bare_current;
		bare_park();
	}
	channel->items[channel->tail++ % BARE_ITEMS] = item;
	bare_channel_wake(channel);
}

static __attribute__((noinline, unused)) long bare_get(BareChannel *channel)
{
	while (channel->tail == channel->head) {
		channel->waiter = bare_current;
		bare_park();
	}
	bare_channel_wake(channel);
	return channel->items[channel->head++ % BARE_ITEMS];
}

#endif

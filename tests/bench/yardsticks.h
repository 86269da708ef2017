/* yardsticks.h - the least that can be: a switch between stacks, and a scheduler with a
 * ring of ready tasks, stacks that are used again last in first out, a heap of timers and
 * channels for one waiter. It has no cancellation, no errors, no futures. Nothing here
 * calls the chapters, and each coroutine has a page of its own, as theirs have. */
#ifndef YARDSTICKS_H
#define YARDSTICKS_H

#include "bench.h"

/* Where a coroutine continues. */
typedef struct Place {
	void *stack, *frame, (*resume)(void);
} Place;

/* clang-format off */
/* Stores in from where it is, and continues at to. What a Place does not hold is
 * declared lost, so that the compiler itself keeps what it needs. */
static BENCH_INLINE void bare_swap(Place *from, Place *to)
{
#if defined __x86_64__
	__asm__ volatile(
		"leaq 1f(%%rip), %%rax; movq %%rax, 16(%0); movq %%rsp, (%0);"
		"movq %%rbp, 8(%0); movq (%1), %%rsp; movq 8(%1), %%rbp; jmpq *16(%1); 1:"
		: "+D"(from), "+S"(to)
		:: "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13",
		"r14", "r15", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6",
		"xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14",
		"xmm15", "memory", "cc");
#elif defined __aarch64__
	register Place *here __asm__("x0") = from, *there __asm__("x1") = to;
	__asm__ volatile(
		"mov x9, sp; adr x10, 1f; stp x9, x29, [x0]; str x10, [x0, #16];"
		"ldp x9, x29, [x1]; ldr x10, [x1, #16]; mov sp, x9; br x10; 1:"
		: "+r"(here), "+r"(there)
		:: "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12",
		"x13", "x14", "x15", "x16", "x17", "x18", "x19", "x20", "x21", "x22",
		"x23", "x24", "x25", "x26", "x27", "x28", "x30", "v0", "v1", "v2", "v3",
		"v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14",
		"v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",
		"v25", "v26", "v27", "v28", "v29", "v30", "v31", "memory", "cc");
#endif
}
/* clang-format on */

/* It lies at the top of its own stack. */
typedef struct BareTask {
	Place place;
	void (*body)(long value);
	struct BareTask *next; /* in the list of those that have ended */
	long value;
} BareTask;

typedef struct BareTimer {
	double when;
	BareTask *task;
} BareTimer;

enum { BARE_RING = 1 << 20, BARE_GUARD = 102 /* MADV_GUARD_INSTALL */ };

static BareTask bare_main, *bare_current = &bare_main, *bare_ended, **bare_ring;
static uint32_t bare_first, bare_last;
static BareTimer *bare_heap;
static char *bare_stacks;
static long bare_used, bare_timers;
static bool bare_guarded;

static inline void bare_start(long tasks)
{
	bare_stacks = bench_map((size_t)(tasks + 1) << 16);
	bare_ring = bench_map(BARE_RING * sizeof *bare_ring);
	bare_heap = bench_map((size_t)(tasks + 1) * sizeof *bare_heap);
}

static inline void bare_ready(BareTask *task)
{
	bare_ring[bare_last++ % BARE_RING] = task;
}

static inline BareTask *bare_pop_timer(void)
{
	BareTimer popped = bare_heap[0], moved = bare_heap[--bare_timers];
	long i = 0, least;

	for (; (least = 4 * i + 1) < bare_timers; i = least) {
		for (long k = least + 1; k < 4 * i + 5 && k < bare_timers; k++)
			least = bare_heap[k].when < bare_heap[least].when ? k : least;
		if (bare_heap[least].when >= moved.when)
			break;
		bare_heap[i] = bare_heap[least];
	}
	bare_heap[i] = moved;
	return popped.task;
}

static BENCH_CALL void bare_wait(void)
{
	while (bare_first == bare_last) {
		double now = bench_clock(CLOCK_MONOTONIC), ns = bare_heap[0].when - now;
		if (ns > 0)
			usleep((useconds_t)(ns / 1e3) + 1);
		while (bare_timers > 0 && bare_heap[0].when <= now)
			bare_ready(bare_pop_timer());
	}
}

static BENCH_INLINE void bare_park(void)
{
	if (bare_first == bare_last)
		bare_wait();
	BareTask *self = bare_current, *next = bare_ring[bare_first++ % BARE_RING];
	if (next != self) {
		bare_current = next;
		bare_swap(&self->place, &next->place);
	}
}

static BENCH_INLINE void bare_give_way(void)
{
	bare_ready(bare_current);
	bare_park();
}

static inline void bare_sleep(double ns)
{
	double when = bench_clock(CLOCK_MONOTONIC) + ns;
	long i = bare_timers++;

	for (; i > 0 && bare_heap[(i - 1) / 4].when > when; i = (i - 1) / 4)
		bare_heap[i] = bare_heap[(i - 1) / 4];
	bare_heap[i] = (BareTimer){ when, bare_current };
	bare_park();
}

static inline void bare_entry(void)
{
	bare_current->body(bare_current->value);
	bare_current->next = bare_ended;
	bare_ended = bare_current;
	bare_park();
}

/* Caches find a line by the low bits of its address: equal tops would all compete for the
 * same few places, so they are spread over the page. */
static BENCH_CALL BareTask *bare_new_task(void)
{
	char *low = bare_stacks + (bare_used << 16);

	if (bare_guarded)
		madvise(low, 4096, BARE_GUARD);
	return (BareTask *)(void *)(low + 65536 - bare_used++ % 8 * 512 - 64);
}

static inline void bare_spawn(void (*body)(long value), long value)
{
	BareTask *task = bare_ended != NULL ? bare_ended : bare_new_task();

	if (task == bare_ended)
		bare_ended = task->next;
	task->body = body;
	task->value = value;
	task->place.stack = (char *)task - BENCH_ENTRY;
	task->place.resume = bare_entry;
	bare_ready(task);
}

/* The bare switch: coroutines that are resumed in turn, and come back at once. */
static inline void bare_comes_back(long turns)
{
	while (turns-- > 0)
		bare_swap(&bare_current->place, &bare_main.place);
}

static inline void bare_switch_begin(long tasks)
{
	bare_start(tasks);
	while (bare_last < tasks)
		bare_spawn(bare_comes_back, LONG_MAX);
}

static inline void bare_switch_run(long n)
{
	for (uint32_t i = 0; n > 0; n--) {
		bare_current = bare_ring[i];
		bare_swap(&bare_main.place, &bare_current->place);
		i = i + 1 < bare_last ? i + 1 : 0;
	}
}

static const Work bare_switch = { "a bare switch among as many", bare_switch_begin,
	                          bare_switch_run, NULL };

typedef struct BareChannel {
	long items[128];
	uint32_t room, count, head, tail;
	BareTask *waiter; /* for room or for an item: never both */
} BareChannel;

static inline void bare_pass(BareChannel *channel, uint32_t *index, uint32_t more)
{
	*index = *index + 1 < channel->room ? *index + 1 : 0;
	channel->count += more;
	if (channel->waiter != NULL)
		bare_ready(channel->waiter);
	channel->waiter = NULL;
}

static inline void bare_store(BareChannel *channel, long item)
{
	channel->items[channel->tail] = item;
	bare_pass(channel, &channel->tail, 1);
}

static inline long bare_fetch(BareChannel *channel)
{
	long item = channel->items[channel->head];

	bare_pass(channel, &channel->head, -1u);
	return item;
}

/* What nearly always happens need not keep the registers that parking needs kept. */
static BENCH_CALL void bare_put_later(BareChannel *channel, long item)
{
	channel->waiter = bare_current;
	bare_park();
	bare_store(channel, item);
}

static BENCH_CALL long bare_get_later(BareChannel *channel)
{
	channel->waiter = bare_current;
	bare_park();
	return bare_fetch(channel);
}

static BENCH_CALL void bare_put(BareChannel *channel, long item)
{
	if (channel->count < channel->room)
		bare_store(channel, item);
	else
		bare_put_later(channel, item);
}

static BENCH_CALL long bare_get(BareChannel *channel)
{
	return channel->count > 0 ? bare_fetch(channel) : bare_get_later(channel);
}

#endif

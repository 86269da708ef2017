/* yardsticks.h - the least that can be: a switch between stacks; a scheduler with a ring
 * of ready tasks, guarded stacks, a heap of timers and channels; and a server. There is
 * no cancellation, no error and no future, and nothing of the chapters is called. */
#ifndef YARDSTICKS_H
#define YARDSTICKS_H

#include "bench.h"

/* clang-format off */
/* Pushes where to continue, stores the stack in *from, continues on to. All registers are
 * declared lost; the compiler keeps nothing below the stack pointer: -mno-red-zone. */
static BENCH_INLINE void bare_swap(void **from, void *to)
{
#if defined __x86_64__
	__asm__ volatile(
		"pushq %%rbp; leaq 1f(%%rip), %%rax; pushq %%rax; movq %%rsp, (%0);"
		"movq %1, %%rsp; popq %%rax; popq %%rbp; jmpq *%%rax; .p2align 4; 1:"
		: "+D"(from), "+S"(to)
		:: "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13",
		"r14", "r15", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6",
		"xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14",
		"xmm15", "memory", "cc");
#elif defined __aarch64__
	register void *at __asm__("x0") = from, *there __asm__("x1") = to;
	__asm__ volatile(
		"adr x10, 1f; stp x10, x29, [sp, #-16]!; mov x9, sp; str x9, [x0];"
		"mov sp, x1; ldp x10, x29, [sp], #16; br x10; 1:"
		: "+r"(at), "+r"(there)
		:: "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12",
		"x13", "x14", "x15", "x16", "x17", "x18", "x19", "x20", "x21", "x22",
		"x23", "x24", "x25", "x26", "x27", "x28", "x30", "v0", "v1", "v2", "v3",
		"v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14",
		"v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",
		"v25", "v26", "v27", "v28", "v29", "v30", "v31", "memory", "cc");
#endif
}

typedef struct BareTask { /* lies at the top of its own stack, as theirs do */
	void *stack;
	void (*body)(long value);
	struct BareTask *next; /* in the list of those that have ended */
	long value, item;      /* item: what a channel hands over while it waits */
} BareTask;

typedef struct BareTimer { double when; BareTask *task; } BareTimer;
typedef struct BareChannel {
	long items[128]; uint32_t room, first, last; BareTask *getter, *putter;
} BareChannel;
/* clang-format on */

enum { BARE_RING = 1 << 20 };

static BareTask bare_main, *bare_current = &bare_main, *bare_ended, **bare_ring;
static uint32_t bare_first, bare_last;
static BareTimer *bare_heap;
static char *bare_stacks;
static long bare_used, bare_timers;

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
		bare_swap(&self->stack, next->stack);
	}
}

static BENCH_INLINE void bare_give_way(void)
{
	bare_ready(bare_current);
	bare_park();
}

static BENCH_CALL void bare_sleep(double ns)
{
	double when = bench_clock(CLOCK_MONOTONIC) + ns;
	long i = bare_timers++;

	for (; i > 0 && bare_heap[(i - 1) / 4].when > when; i = (i - 1) / 4)
		bare_heap[i] = bare_heap[(i - 1) / 4];
	bare_heap[i] = (BareTimer){ when, bare_current };
	bare_park();
}

static BENCH_CALL _Noreturn void bare_end(void)
{
	bare_current->next = bare_ended;
	bare_ended = bare_current;
	bare_park();
	__builtin_unreachable();
}

static BENCH_CALL void bare_entry(void)
{
	bare_current->body(bare_current->value);
	bare_end();
}

/* If all tops had the same place in a page, they would share a few lines of a cache. */
static BENCH_CALL BareTask *bare_new_task(void)
{
	char *low = bare_stacks + (bare_used << 16);

	madvise(low, 4096, 102); /* MADV_GUARD_INSTALL, where there is such a thing */
	return (BareTask *)(void *)(low + 65536 - bare_used++ % 8 * 512 - 64);
}

static inline void bare_spawn(void (*body)(long value), long value)
{
	BareTask *task = bare_ended != NULL ? bare_ended : bare_new_task();

	if (task == bare_ended)
		bare_ended = task->next;
	void **top = (void **)(void *)((char *)task - BENCH_ENTRY);
	*--top = NULL;
	*--top = (void *)bare_entry;
	task->stack = top;
	task->body = body;
	task->value = value;
	bare_ready(task);
}

/* The bare switch: coroutines that are resumed in turn, and come back at once. */
static inline void bare_comes_back(long turns)
{
	while (turns-- > 0)
		bare_swap(&bare_current->stack, bare_main.stack);
}

static inline void bare_switch_begin(long tasks)
{
	bare_start(tasks);
	while (bare_last < tasks)
		bare_spawn(bare_comes_back, LONG_MAX);
}

static inline void bare_switch_run(long n)
{
	for (uint32_t i = 0; n-- > 0; i = i + 1 < bare_last ? i + 1 : 0) {
		bare_current = bare_ring[i];
		bare_swap(&bare_main.stack, bare_current->stack);
	}
}

static const Work bare_switch = { "a bare switch among as many", bare_switch_begin,
	                          bare_switch_run, NULL };

static BENCH_CALL void bare_put(BareChannel *channel, long item)
{
	BareTask *getter = channel->getter;

	if (getter != NULL) {
		channel->getter = NULL;
		getter->item = item;
		bare_ready(getter);
	} else if (channel->last - channel->first < channel->room) {
		channel->items[channel->last++ % channel->room] = item;
	} else {
		bare_current->item = item;
		channel->putter = bare_current;
		bare_park();
	}
}

static BENCH_CALL long bare_get(BareChannel *channel)
{
	BareTask *putter = channel->putter;
	long item, some = channel->last != channel->first;

	if (!some && putter == NULL) {
		channel->getter = bare_current;
		bare_park();
		return bare_current->item;
	}
	item = some ? channel->items[channel->first++ % channel->room] : putter->item;
	if (some && putter != NULL)
		channel->items[channel->last++ % channel->room] = putter->item;
	if (putter != NULL)
		bare_ready(putter);
	channel->putter = NULL;
	return item;
}

/* Serves n connections until all are closed. It answers each request with this answer, or
 * if that is NULL with the request: wait, read, write; two system calls a request. */
static inline void bare_serve(int connections[], int n, const char *answer, size_t size)
{
	struct epoll_event events[64];
	char data[1024];
	int epoll = epoll_create1(0), left = n;

	for (int i = 0; i < n; i++) {
		events[0] = (struct epoll_event){ EPOLLIN, { .fd = connections[i] } };
		epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i], events);
	}
	while (left > 0) {
		int ready = epoll_wait(epoll, events, 64, -1);
		for (int i = 0; i < ready; i++) {
			int fd = events[i].data.fd;
			ssize_t got = recv(fd, data, sizeof data, 0);
			const char *sent = answer != NULL ? answer : data;
			size_t bytes = answer != NULL ? size : (size_t)got;
			if (got <= 0 || send(fd, sent, bytes, MSG_NOSIGNAL) <= 0)
				left -= close(fd) == 0;
		}
	}
}

#endif

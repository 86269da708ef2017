/* bare_switch.h - a yardstick: the least that a switch between stacks can be, among as
 * many coroutines as the row has, each on a page of its own. It calls no chapter. */
#ifndef BARE_SWITCH_H
#define BARE_SWITCH_H

#include "bench.h"

#include <stdlib.h>
#include <sys/mman.h>

/* Where a coroutine continues. */
typedef struct Place {
	void *stack, *frame;
	void (*resume)(void);
} Place;

/* clang-format off */
/* Stores in from where it is, and continues at to. What a Place does not hold is
 * declared lost, so that the compiler itself keeps what it needs. */
static inline __attribute__((always_inline)) void bare_swap(Place *from, Place *to)
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
		"x13", "x14", "x15", "x16", "x17", "x19", "x20", "x21", "x22", "x23",
		"x24", "x25", "x26", "x27", "x28", "x30", "v0", "v1", "v2", "v3", "v4",
		"v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15",
		"v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25",
		"v26", "v27", "v28", "v29", "v30", "v31", "memory", "cc");
#endif
}
/* clang-format on */

/* Stacks of 64 KiB in one mapping, of which no page has been touched. Caches find a line
 * by the low bits of its address: equal tops would all compete for the same few places,
 * so they are spread over the page. */
static char *bare_stacks;

static inline void bare_map_stacks(long count)
{
	bare_stacks = bench_need(mmap(NULL, (size_t)count << 16, PROT_READ | PROT_WRITE,
	                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
	                              0));
	madvise(bare_stacks, (size_t)count << 16, MADV_NOHUGEPAGE);
}

static inline char *bare_top(long i)
{
	return bare_stacks + ((i + 1) << 16) - i % 8 * 512;
}

/* Coroutines, resumed in turn. A place lies at the top of its stack, so that a coroutine
 * has one page. */
static Place **bare_coroutines, *bare_running, bare_caller;
static long bare_count;

static inline void bare_begin(long count, void (*body)(void))
{
	bare_coroutines = bench_need(calloc((size_t)count, sizeof(Place *)));
	bare_map_stacks(bare_count = count);
	for (long i = 0; i < count; i++) {
		Place *place = bare_coroutines[i] = (Place *)(void *)(bare_top(i) - 64);
		*place = (Place){ (char *)place - 8, NULL, body };
	}
}

static inline void bare_comes_back(void)
{
	for (volatile long resumed = 1;; resumed++)
		bare_swap(bare_running, &bare_caller);
}

static inline void bare_switch_begin(long count)
{
	bare_begin(count, bare_comes_back);
}

static inline void bare_switch_run(long n)
{
	for (long i = 0; n > 0; n--) {
		bare_running = bare_coroutines[i];
		bare_swap(&bare_caller, bare_running);
		i = i + 1 < bare_count ? i + 1 : 0;
	}
}

static const Work bare_switch = { "a bare switch among as many", bare_switch_begin,
	                          bare_switch_run, NULL };

#endif

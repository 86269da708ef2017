/* bare_switch.h - the yardstick: the least that a switch between two stacks can be. Three
 * words, inline, no generator around it. It cannot do what the real one can (see the base
 * pointer in machines/registers.h). */
#ifndef BARE_SWITCH_H
#define BARE_SWITCH_H

#if defined __x86_64__
typedef struct Bare {
	void *stack, *frame;
	void (*resume)(void);
} Bare;

static inline void bare_init(Bare *bare, char *low, char *top, void (*entry)(void))
{
	(void)low;
	*bare = (Bare){ top - 8, 0, entry };
}

static inline void bare_swap(Bare *bare)
{
	__asm__ volatile(
		"movq 16(%0), %%rax\n\tmovq 0(%0), %%rcx\n\tmovq 8(%0), %%rsi\n\t"
		"leaq 1f(%%rip), %%rdx\n\tmovq %%rdx, 16(%0)\n\t"
		"movq %%rsp, 0(%0)\n\tmovq %%rbp, 8(%0)\n\t"
		"movq %%rcx, %%rsp\n\tmovq %%rsi, %%rbp\n\tjmpq *%%rax\n1:\n\t"
		: "+D"(bare)
		:
		: "rax", "rbx", "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "r12",
		  "r13", "r14", "r15", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5",
		  "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13",
		  "xmm14", "xmm15", "memory", "cc");
}
#else /* elsewhere the real one has to do */
#include "context.h"
#define Bare CpuContext
#define bare_init context_init
#define bare_swap context_swap
#endif

/* Somebody on a stack of his own who comes back at once: what a switch costs, there and
 * back. */
static _Alignas(64) char bare_stack[64 * 1024];
static Bare bare;

static void bare_body(void)
{
	for (;;)
		bare_swap(&bare);
}

static void bare_begin(void)
{
	bare_init(&bare, bare_stack, bare_stack + sizeof bare_stack, bare_body);
}

static void switch_bare(long n)
{
	while (n-- > 0)
		bare_swap(&bare);
}

#endif

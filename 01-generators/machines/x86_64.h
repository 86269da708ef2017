/* x86_64.h - the switch for x86-64 (System V calling convention). */
#ifndef ASYNCIO_X86_64_H
#define ASYNCIO_X86_64_H

/* A function expects a return address of 8 bytes at the stack pointer, so a new side
 * begins with one. It makes the stack pointer 8 off a multiple of 16, as it has to
 * be. */
enum { MACHINE_RETURN_ADDRESS = 8 };

#define MACHINE_CALLER "rip"            /* where debuggers look for the caller */

#include "registers.h"

/* Extensions of the instruction set add registers, which must be declared as lost.
 * The compiler says for a whole file which extensions there are, so a function that
 * is compiled for more than its file (by the attributes target and target_clones)
 * must not switch. */
#ifdef __AVX512F__
#define X86_64_MASKS                                                                \
	, "k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "xmm16", "xmm17", "xmm18", \
	"xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", "xmm26",      \
	"xmm27", "xmm28", "xmm29", "xmm30", "xmm31"
#else
#define X86_64_MASKS
#endif
#ifdef __APX_F__
#define X86_64_MORE_REGISTERS                                                       \
	, "r16", "r17", "r18", "r19", "r20", "r21", "r22", "r23", "r24", "r25",      \
	"r26", "r27", "r28", "r29", "r30", "r31" X86_64_MASKS
#else
#define X86_64_MORE_REGISTERS X86_64_MASKS
#endif

/* clang-format off */
/* ==== 1.2.1: a place to begin at ==== */

/* Nothing is pushed, because the 128 bytes below the stack pointer may be in use
 * (the red zone). The new place is loaded first, because our own place is then
 * stored over it. The switch ends in a jump and not in a ret: a processor predicts
 * that a ret goes back to the last call, and this one does not. Every register that
 * is not saved here is declared as lost, so the compiler itself saves what it still
 * needs, and only that. Between UNWIND_STOPS and UNWIND_GOES_ON a backtrace ends,
 * because there the registers belong to both sides. */
static inline void machine_swap(CpuContext *paused)
{
	__asm__ volatile(
		"movq 16(%0), %%rax\n\t"        /* load the other place */
		"movq  0(%0), %%rcx\n\t"
		"movq  8(%0), %%rsi\n\t"
		"movq 24(%0), %%r8\n\t"
		"leaq 1f(%%rip), %%rdx\n\t"     /* store ours there */
		"movq %%rdx, 16(%0)\n\t"
		"movq %%rsp,  0(%0)\n\t"
		"movq %%rbp,  8(%0)\n\t"
		"movq %%rbx, 24(%0)\n\t"
		"movq %%rcx, %%rsp\n\t"         /* now on the other stack */
		UNWIND_STOPS
		"movq %%rsi, %%rbp\n\t"
		"movq %%r8,  %%rbx\n\t"
		"jmpq *%%rax\n"
		UNWIND_GOES_ON
		"1:\tendbr64\n\t"               /* a landing pad, for CET */
		: "+D"(paused)
		:
		: "rax", "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "r12", "r13",
		  "r14", "r15", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6",
		  "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14",
		  "xmm15", "st", "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", "st(6)",
		  "st(7)", "memory", "cc" X86_64_MORE_REGISTERS);
}

#endif

/* riscv64.h - the switch for 64-bit RISC-V. x86_64.h says why it looks as it does. */
#ifndef ASYNCIO_RISCV64_H
#define ASYNCIO_RISCV64_H

enum { MACHINE_RETURN_ADDRESS = 0 };    /* it lies in a register, ra */

#define MACHINE_CALLER "ra"

#include "registers.h"

#ifdef __riscv_vector
#define RISCV64_VECTORS                                                             \
	, "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11",  \
	"v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", \
	"v23", "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31"
#else
#define RISCV64_VECTORS
#endif

/* clang-format off */
/* ==== 1.2.1: a place to begin at ==== */

static inline void machine_swap(CpuContext *paused)
{
	register CpuContext *there __asm__("a0") = paused;
	__asm__ volatile(
		"ld t0, 0(a0)\n\t"               /* stack, frame, resume, base */
		"ld t1, 8(a0)\n\t"
		"ld t2, 16(a0)\n\t"
		"ld t3, 24(a0)\n\t"
		"lla t4, 1f\n\t"
		"sd sp, 0(a0)\n\t"
		"sd s0, 8(a0)\n\t"
		"sd t4, 16(a0)\n\t"
		"sd s1, 24(a0)\n\t"
		"mv sp, t0\n\t"
		UNWIND_STOPS
		"mv s0, t1\n\t"
		"mv s1, t3\n\t"
		"li ra, 0\n\t"                    /* a new side has no caller */
		"jr t2\n"
		UNWIND_GOES_ON
		"1:\n\t"
		: "+r"(there)
		:
		: "ra", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a1", "a2", "a3",
		  "a4", "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8",
		  "s9", "s10", "s11", "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6",
		  "ft7", "ft8", "ft9", "ft10", "ft11", "fa0", "fa1", "fa2", "fa3",
		  "fa4", "fa5", "fa6", "fa7", "fs0", "fs1", "fs2", "fs3", "fs4", "fs5",
		  "fs6", "fs7", "fs8", "fs9", "fs10", "fs11",
		  "memory" RISCV64_VECTORS);
}

#endif

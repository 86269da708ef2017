/* aarch64.h - the switch for 64-bit ARM (AAPCS64). x86_64.h says why it looks as it
 * does. */
#ifndef ASYNCIO_AARCH64_H
#define ASYNCIO_AARCH64_H

enum { MACHINE_RETURN_ADDRESS = 0 };    /* it lies in a register, x30 */

#define MACHINE_CALLER "x30"

#include "registers.h"

#ifdef __APPLE__
#define AARCH64_X18             /* it belongs to the system there */
#else
#define AARCH64_X18 , "x18"
#endif

/* clang-format off */
/* ==== 1.2.1: a place to begin at ==== */

static inline void machine_swap(CpuContext *paused)
{
	register CpuContext *there __asm__("x0") = paused;
	__asm__ volatile(
		"ldp x9, x10, [x0]\n\t"          /* stack, frame */
		"ldp x16, x12, [x0, #16]\n\t"    /* resume, base */
		"mov x13, sp\n\t"
		"adr x14, 1f\n\t"
		"stp x13, x29, [x0]\n\t"
		"stp x14, x19, [x0, #16]\n\t"
		"mov sp, x9\n\t"
		UNWIND_STOPS
		"mov x29, x10\n\t"
		"mov x19, x12\n\t"
		"mov x30, xzr\n\t"                /* a new side has no caller */
		"br x16\n"                       /* the register that bti c lets in */
		UNWIND_GOES_ON
		"1:\thint #36\n\t"               /* bti j, a landing pad */
		: "+r"(there)
		:
		: "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11",
		  "x12", "x13", "x14", "x15", "x16", "x17", "x20", "x21", "x22", "x23",
		  "x24", "x25", "x26", "x27", "x28", "x30", "v0", "v1", "v2", "v3",
		  "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14",
		  "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",
		  "v25", "v26", "v27", "v28", "v29", "v30", "v31",
		  "p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10",
		  "p11", "p12", "p13", "p14", "p15", "memory", "cc" AARCH64_X18);
}

#endif

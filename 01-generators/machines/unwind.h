/* unwind.h - what debuggers, profilers and backtrace() are told of a switch.
 *
 * They find the caller of a function with tables that the compiler writes beside the
 * code, and which are right at every single instruction. The compiler does not know two
 * things: in the last instructions of a switch the registers belong to both sides, and
 * the first function on a stack has no caller. With these lines the tables say that the
 * caller is unknown there, so that a backtrace ends instead of following a wrong
 * address. */
#ifndef ASYNCIO_UNWIND_H
#define ASYNCIO_UNWIND_H

#define UNWIND_NO_CALLER ".cfi_undefined " MACHINE_CALLER "\n\t"

/* Compilers that have been asked for no tables must find no directives for them. */
#ifdef __GCC_HAVE_DWARF2_CFI_ASM
#define UNWIND_STOPS   ".cfi_remember_state\n\t" UNWIND_NO_CALLER
#define UNWIND_GOES_ON ".cfi_restore_state\n"
#define UNWIND_ENDS    UNWIND_NO_CALLER
#else
#define UNWIND_STOPS ""
#define UNWIND_GOES_ON ""
#define UNWIND_ENDS ""
#endif

#endif

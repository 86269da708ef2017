/* machine.h - picks the file for this processor. -DCONTEXT_PORTABLE asks for ucontext. */
#if defined CONTEXT_PORTABLE
#include "portable.h"
#elif defined __x86_64__ && !defined __ILP32__
#include "x86_64.h"
#elif defined __aarch64__
#include "aarch64.h"
#elif defined __riscv && __riscv_xlen == 64
#include "riscv64.h"
#else
#include "portable.h"
#endif

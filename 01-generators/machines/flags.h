/* flags.h - what the compiler is given on this system besides. The Makefile reads what
 * the preprocessor leaves of this file. */

/* macOS declares ucontext only together with all of X/Open's names, and its other names
 * only if they are asked for then. It calls ucontext deprecated, and has nothing in its
 * place. Elsewhere getentropy is in unistd.h. */
#ifdef __APPLE__
-D_XOPEN_SOURCE=600 -D_DARWIN_C_SOURCE -Wno-deprecated-declarations -include sys/random.h
#endif

/* OpenBSD does not limit the address space, which some tests do. */
#ifdef __OpenBSD__
-DRLIMIT_AS=RLIMIT_DATA
#endif

/* A shadow stack is a second stack of return addresses, kept by the processor. Our switch
 * leaves it as it is, so the next return would be a fault: the objects must not be marked
 * as fit for it. Landing pads (the "branch" half of this protection) there are. */
#if defined __CET__ && __CET__ & 2
-fcf-protection=branch
#endif

/* cplusplus_begin.h - lets a C++17 program include asyncio.h. In C it does nothing.
 *
 * The headers of the system come first, because they may have templates, which extern
 * "C" does not allow. Two words of C11 are spelled differently in C++. A compiler that
 * is asked to be pedantic does not warn of what is C and not C++ in our headers. */
#ifdef __cplusplus

#include <errno.h>
#include <math.h>
#include <netdb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpragmas" /* older compilers lack a name below */
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wc++20-extensions"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
extern "C" {
#define _Alignas alignas
#define _Thread_local __thread

#endif

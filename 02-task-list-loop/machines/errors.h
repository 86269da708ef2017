/* errors.h - an error number that some systems lack. */
#ifndef ASYNCIO_MACHINES_ERRORS_H
#define ASYNCIO_MACHINES_ERRORS_H

#include <errno.h>

/* FreeBSD and OpenBSD: nothing else in asyncio uses the number that takes its place. */
#ifndef ENODATA
#define ENODATA ENOMSG
#endif

#endif

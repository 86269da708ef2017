/* names.h - the errors of getaddrinfo(3), of which each system has its own. */
#ifndef ASYNCIO_MACHINES_NAMES_H
#define ASYNCIO_MACHINES_NAMES_H

/* 0, or a negative errno. */
int names_status(int error);

#endif

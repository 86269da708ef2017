/* names.h - the errors of getaddrinfo(3), of which each system has its own. */
#ifndef ASYNCIO_MACHINES_NAMES_H
#define ASYNCIO_MACHINES_NAMES_H

/* Returns what loop_getaddrinfo returns for this return value of getaddrinfo(3): 0, or a
 * negative errno. After EAI_SYSTEM, errno must be as getaddrinfo has left it. */
int names_status(int error);

#endif

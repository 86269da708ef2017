/* descriptors.h - new descriptors that do not block, and that are closed in every program
 * that this one starts. */
#ifndef ASYNCIO_MACHINES_DESCRIPTORS_H
#define ASYNCIO_MACHINES_DESCRIPTORS_H

/* socket(2) and accept(2), without the address of the peer: a descriptor, or a negative
 * errno. */
int io_socket(int family, int type, int protocol);
int io_accept(int listener);

/* pipe(2), whose first end is for reading; and socketpair(2), two Unix sockets that are
 * connected. 0, or a negative errno, and then neither end is open. */
int io_pipe(int ends[2]);
int io_socketpair(int ends[2]);

#endif

/* servers_private.h - what the files of servers need of each other, and no other file. */
#ifndef ASYNCIO_SERVERS_PRIVATE_H
#define ASYNCIO_SERVERS_PRIVATE_H

#include "streams.h"

/* ==== Given: what the files of servers need of each other ==== */

struct addrinfo;

/* Sockets that listen: stream_sockets.c. */

/* Returns a new socket that is bound to the address, with this port in place of the
 * address's own; or a negative errno. */
int socket_bound(Loop *loop, const struct addrinfo *address, int port);

/* Makes the bound socket non-blocking and has it listen. Returns its port, 0 if its kind
 * of address has none, or a negative errno. */
int socket_listen(int fd);

/* The connections of a server: stream_clients.c. */

/* Takes the descriptor of a connection that has been accepted, and runs the server's
 * function with it, in a task. */
void server_welcome(Server *server, int fd);

/* Called when a listener or a connection of the server has ended, or its user has freed
 * it: wakes the tasks that wait for the end of the server, if this is the end, and frees
 * the server if its user has freed it, too. */
void server_check_end(Server *server);

/* Where a server listens: stream_server.c. */

/* Makes a server that has no listeners yet. 0; or a negative errno, and then *server is
 * NULL. */
int server_new(ConnectionFn *fn, void *arg, Server **server);

/* The end of every function that starts a server, with what the rest of it has returned.
 * An error is returned, after the server has been freed and *server is NULL; otherwise
 * the server will be closed with its loop, and 0 is returned. */
int server_begin(Server **server, int error);

/* Has the server listen at a bound socket, which it takes, and closes if it fails.
 * Returns the port of the socket, 0 if its kind of address has none, or a negative
 * errno. */
int listener_add(Server *server, int fd);

/* Closes all sockets at which the server listens. */
void listeners_close(Server *server);

#endif

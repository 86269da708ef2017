/* chat.h - a room in which each member hears what the others say. */
#ifndef CHAT_H
#define CHAT_H

#include "list.h"
#include "transports.h"

/* Lies in the caller's memory, and outlives its members. */
typedef struct Room {
	Links members;
} Room;

/* Lies in the caller's memory. The caller sets the name, and zeroes the rest, which is
 * yours. */
typedef struct Member {
	Protocol protocol;
	const char *name;
	Transport *transport;
	Room *room;
	Links links; /* among the members of the room */
} Member;

void room_init(Room *room);
int room_enter(Room *room, Loop *loop, int fd, Member *member);

#endif

/* chat.c - a room of a chat: what one member says, all others read.
 *
 * A member is a connection, whose socket the room takes over. One member who does not
 * read must not make the others wait, nor fill the memory: such a member is thrown
 * out. */
#include "chat.h"

/* A room without members. */
void room_init(Room *room)
{
	list_init(&room->members);
}

/* Makes a transport for the socket, and lets the member enter. Whatever comes from the
 * member, "hello\n", is written at once to every other member of the room behind the
 * name, as "ann: hello\n". (Each piece that comes is taken as one message.) When the
 * member's connection is lost, the member leaves, and all others are written "ann has
 * left\n". When a member's transport has pause_writing called, or when there is no memory
 * for what it is to be written (-ENOMEM), the member is thrown out: the transport is
 * aborted. But a member whose transport is closing, because the member has ended its
 * half, still gets what waits for it. Returns 0; or -ENOMEM if there can be no transport,
 * and then the member has not entered. */
int room_enter(Room *room, Loop *loop, int fd, Member *member)
{
	return 0;
}

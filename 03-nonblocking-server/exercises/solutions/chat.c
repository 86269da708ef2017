/* chat.c - a list of members, and a function that writes to all but one. A transport
 * never calls connection_lost at once, not even when it is aborted in the middle of
 * room_tell: so no member leaves the list while we walk over it. pause_writing is called
 * at once, by the write, and only aborts.
 *
 * A write may fail, because a member's transport is closing. That is no error of the one
 * that speaks, and nothing has to be done: that member leaves as soon as it has got what
 * waits for it. To abort its transport would drop that. Only without memory, when the
 * member would miss a part of what was said, is it thrown out.
 *
 * Another way is a generator for each member (step 3.3), which waits for what its member
 * says and writes it to the others. It reads as a story, from top to bottom; but what a
 * slow member has not taken yet must then be kept and counted by hand, and here the
 * transport does both. */
#include "chat.h"

#include <errno.h>
#include <string.h>

/* Writes a text to this member. Returns whether there is no memory for it. */
static bool member_lacks_memory(Member *member, const void *text, size_t n)
{
	return transport_write(member->transport, text, n) == -ENOMEM;
}

/* Writes two texts to every member but this one. */
static void room_tell(Member *speaker, const char *between, const void *text, size_t n)
{
	Room *room = speaker->room;

	for (Links *l = room->members.next; l != &room->members; l = l->next) {
		Member *member = container_of(l, Member, links);
		if (member != speaker &&
		    (member_lacks_memory(member, speaker->name, strlen(speaker->name)) ||
		     member_lacks_memory(member, between, strlen(between)) ||
		     member_lacks_memory(member, text, n)))
			transport_abort(member->transport);
	}
}

static void member_says(Protocol *protocol, const void *data, size_t n)
{
	room_tell(container_of(protocol, Member, protocol), ": ", data, n);
}

static void member_does_not_read(Protocol *protocol)
{
	transport_abort(container_of(protocol, Member, protocol)->transport);
}

static void member_leaves(Protocol *protocol, int error)
{
	Member *member = container_of(protocol, Member, protocol);

	list_remove(&member->links);
	room_tell(member, " has left", "\n", 1);
}

void room_init(Room *room)
{
	list_init(&room->members);
}

int room_enter(Room *room, Loop *loop, int fd, Member *member)
{
	member->protocol = (Protocol){ .data_received = member_says,
		                       .pause_writing = member_does_not_read,
		                       .connection_lost = member_leaves };
	member->room = room;
	member->transport = transport_new(loop, fd, &member->protocol);
	if (member->transport == NULL)
		return -ENOMEM;
	list_append(&room->members, &member->links);
	return 0;
}

/* list.h - lists whose members carry the links: joining one cannot fail, and a member
 * can leave without knowing which list it is on. */
#ifndef ASYNCIO_LIST_H
#define ASYNCIO_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* In a member: its two neighbours. A list is a pair of links that belongs to no member,
 * and that stands in the ring with the others. So no member is a special case. */
typedef struct Links {
	struct Links *next, *prev;
} Links;

#define container_of(pointer, Type, member) \
	((Type *)(void *)((char *)(pointer)-offsetof(Type, member)))

/* ==== 2.2.1: a list, and the handles on it ==== */

/* Makes the list an empty ring: its neighbour on both sides is the list itself. */
static inline void list_init(Links *list)
{
	list->next = list->prev = list;
}

/* Returns whether the list has no members. */
static inline bool list_empty(const Links *list)
{
	return list->next == list;
}

/* Adds the member at the end of the list, which is in front of the list's own links.
 * With the links of a member as the list, it is added in front of that member. */
static inline void list_append(Links *list, Links *member)
{
	member->next = list;
	member->prev = list->prev;
	list->prev = list->prev->next = member;
}

/* Takes the member out: its neighbours become each other's. The member's own links stay
 * as they are. */
static inline void list_remove(Links *member)
{
	member->prev->next = member->next;
	member->next->prev = member->prev;
}

#endif

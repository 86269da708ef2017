/* list.h - lists whose members carry the links: joining one cannot fail, and a member
 * can leave without knowing which list it is on. */
#ifndef ASYNCIO_LIST_H
#define ASYNCIO_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* In a member: its neighbours. A list is one that belongs to nobody; with it the list is
 * a ring, so no member is a special case. */
typedef struct Links {
	struct Links *next, *prev;
} Links;

#define container_of(pointer, Type, member) \
	((Type *)(void *)((char *)(pointer)-offsetof(Type, member)))

/* ==== Step 2.2: handles, and a pass over what is ready ==== */

static inline void list_init(Links *list)
{
	list->next = list->prev = list;
}

static inline bool list_empty(const Links *list)
{
	return list->next == list;
}

static inline void list_append(Links *list, Links *member)
{
	member->next = list;
	member->prev = list->prev;
	list->prev = list->prev->next = member;
}

static inline void list_remove(Links *member)
{
	member->prev->next = member->next;
	member->next->prev = member->prev;
}

#endif

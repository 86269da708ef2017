/* 2.2.1: lists, and handles on them. Nothing runs yet. */
#include "events.h"
#include "testing.h"

#include <errno.h>

typedef struct Member {
	int number;
	Links links;
} Member;

/* Traces the numbers of the members, forwards and then backwards. */
static void trace_members(const Links *list)
{
	for (Links *i = list->next; i != NULL && i != list; i = i->next)
		trace("%d", container_of(i, Member, links)->number);
	trace("|");
	for (Links *i = list->prev; i != NULL && i != list; i = i->prev)
		trace("%d", container_of(i, Member, links)->number);
}

static void members_join_at_the_end_and_leave_from_anywhere(void **state)
{
	Links list = { 0 };
	Member a = { 1, { 0 } }, b = { 2, { 0 } }, c = { 3, { 0 } };

	list_init(&list);
	assert_true(list_empty(&list));
	list_append(&list, &a.links);
	list_append(&list, &b.links);
	list_append(&list, &c.links);
	assert_false(list_empty(&list));
	trace_members(&list);
	list_remove(&b.links);
	trace_members(&list);
	list_append(&list, &b.links);
	list_remove(&a.links);
	trace_members(&list);
	assert_trace("1 2 3 | 3 2 1 1 3 | 3 1 3 2 | 2 3");
	list_remove(&c.links);
	list_remove(&b.links);
	assert_true(list_empty(&list));
}

static void a_member_is_added_in_front_of_another(void **state)
{
	Links list = { 0 };
	Member a = { 1, { 0 } }, b = { 2, { 0 } }, c = { 3, { 0 } };

	list_init(&list);
	list_append(&list, &a.links);
	list_append(&list, &c.links);
	list_append(&c.links, &b.links);
	trace_members(&list);
	assert_trace("1 2 3 | 3 2 1");
}

static void never(void *unused)
{
	trace("called");
}

/* How many handles are on the list. */
static int length(const Links *list)
{
	int n = 0;

	for (Links *i = list->next; i != NULL && i != list; i = i->next)
		n++;
	return n;
}

static void a_handle_on_a_list_can_be_taken_back(void **state)
{
	Handle a = HANDLE(never, NULL), b = HANDLE(never, NULL), zero = { 0 };
	Links list = { 0 };

	list_init(&list);
	handle_append(&list, &a);
	handle_append(&list, &b);
	assert_int_equal(length(&list), 2);
	assert_non_null(a.leave);
	handle_cancel(&a);
	assert_null(a.leave);
	assert_int_equal(length(&list), 1);
	handle_cancel(&a);
	handle_cancel(&zero);
	assert_int_equal(length(&list), 1);
	handle_append(&list, &a);
	assert_ptr_equal(list.prev, &a.links);
}

static void a_new_loop_has_nothing_to_do(void **state)
{
	Loop *loop = asyncio_new_event_loop();

	assert_non_null(loop);
	assert_true(list_empty(&loop->ready));
	assert_true(list_empty(&loop->closing));
	assert_true(list_empty(&loop->soonest));
	loop_free(loop);
}

static void a_scheduled_handle_is_on_the_ready_list_once(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle a = HANDLE(never, NULL), b = HANDLE(never, NULL);

	assert_non_null(loop);
	assert_int_equal(loop_call_soon(loop, &a), 0);
	a.when = 5; /* an earlier deadline would be gone, too */
	assert_int_equal(loop_call_soon(loop, &b), 0);
	assert_int_equal(loop_call_soon(loop, &a), -EBUSY);
	assert_int_equal(length(&loop->ready), 2);
	assert_ptr_equal(loop->ready.next, &a.links);
	handle_cancel(&a);
	assert_int_equal(loop_call_soon(loop, &a), 0);
	assert_ptr_equal(loop->ready.prev, &a.links);
	assert_compared(a.when, ==, INFINITY);
	handle_cancel(&b);
	assert_int_equal(length(&loop->ready), 1);
	handle_cancel(&a);
	assert_trace("");
	loop_free(loop);
}

TESTS(T(members_join_at_the_end_and_leave_from_anywhere),
      T(a_member_is_added_in_front_of_another), T(a_handle_on_a_list_can_be_taken_back),
      T(a_new_loop_has_nothing_to_do), T(a_scheduled_handle_is_on_the_ready_list_once))

/* Exercise chat: see 03-nonblocking-server/exercises/chat.c. */
#include "chat.h"
#include "sockets.h"
#include "testing.h"

#include <errno.h>
#include <string.h>

enum { MEMBERS = 3, TIMES = 300, LONG = 10000 };

static Loop *loop;
static Room room;
static Member members[MEMBERS];
static int theirs[MEMBERS]; /* the other ends of the members' sockets */

/* Member who says this; NULL: leaves. */
typedef struct Saying {
	double when;
	int who;
	const char *text;
} Saying;

static void says(void *arg)
{
	Saying *saying = arg;

	if (saying->text == NULL) {
		close(theirs[saying->who]);
		theirs[saying->who] = -1;
	} else if (send(theirs[saying->who], saying->text, strlen(saying->text),
	                MSG_NOSIGNAL) < 0) {
		trace("unsaid");
	}
}

/* What a member has been written since the last time, with | for the newlines and - for
 * the blanks. */
static void heard(int who)
{
	char text[200] = "";
	ssize_t n = recv(theirs[who], text, sizeof text - 1, 0);

	for (char *c = text; *c != '\0'; c++)
		*c = *c == '\n' ? '|' : *c == ' ' ? '-' : *c;
	trace("%d:%s", who, n > 0 ? text : n == 0 ? "end" : "nothing");
}

static void all_hear(void *unused)
{
	for (int i = 0; i < MEMBERS; i++) {
		if (theirs[i] >= 0)
			heard(i);
	}
}

static void all_leave(void *unused)
{
	for (int i = 0; i < MEMBERS; i++) {
		if (theirs[i] >= 0)
			close(theirs[i]);
		theirs[i] = -1;
	}
}

static void begin(void)
{
	static const char *const names[] = { "ann", "bob", "cyd" };

	loop = asyncio_new_event_loop();
	room_init(&room);
	for (int i = 0; i < MEMBERS; i++) {
		int pair[2];
		assert_int_equal(unblocked_pair(SOCK_STREAM, pair), 0);
		theirs[i] = pair[1];
		members[i] = (Member){ .name = names[i] };
		assert_int_equal(room_enter(&room, loop, pair[0], &members[i]), 0);
	}
}

static void run(Saying *sayings, size_t n)
{
	static Handle handles[TIMES];
	Handle hear = HANDLE(all_hear, NULL), leave = HANDLE(all_leave, NULL);

	for (size_t i = 0; i < n; i++) {
		handles[i] = (Handle)HANDLE(says, &sayings[i]);
		loop_call_at(loop, sayings[i].when, &handles[i]);
	}
	loop_call_at(loop, 8, &hear);
	loop_call_at(loop, 9, &leave);
	int error = loop_run_forever(loop);
	loop_free(loop);
	assert_int_equal(error, 0);
}

static void what_one_says_all_others_read(void **state)
{
	Saying sayings[] = { { 1, 0, "hello\n" }, { 2, 2, "hi\n" } };

	begin();
	run(sayings, 2);
	assert_trace("0:cyd:-hi| 1:ann:-hello|cyd:-hi| 2:ann:-hello|");
}

static void who_leaves_is_missed_by_the_others(void **state)
{
	Saying sayings[] = { { 1, 1, NULL }, { 2, 0, "hello\n" } };

	begin();
	run(sayings, 2);
	assert_trace("0:bob-has-left| 2:bob-has-left|ann:-hello|");
}

static void a_room_may_become_empty(void **state)
{
	Saying sayings[] = {
		{ 1, 0, NULL }, { 1, 1, NULL }, { 2, 2, "hello?\n" }, { 3, 2, NULL }
	};

	begin();
	run(sayings, 4);
	assert_true(list_empty(&room.members));
	assert_trace("");
}

static void the_closed_loop_refuses(void **state)
{
	int pair[2];

	loop = asyncio_new_event_loop();
	room_init(&room);
	assert_int_equal(unblocked_pair(SOCK_STREAM, pair), 0);
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(room_enter(&room, loop, pair[0], &members[0]), -ENOMEM);
	assert_true(list_empty(&room.members));
	loop_free(loop);
	close(pair[1]);
}

static char long_text[LONG + 1];
static size_t bob_heard;
static int bob_knows;

/* Bob reads all, and cyd nothing. */
static void bob_hears(void *unused)
{
	static char text[LONG];
	ssize_t n;

	while ((n = recv(theirs[1], text, sizeof text, 0)) > 0) {
		bob_heard += (size_t)n;
		bob_knows |= memchr(text, 'f', (size_t)n) != NULL; /* "cyd has left" */
	}
}

static void who_does_not_read_is_thrown_out_and_the_others_go_on(void **state)
{
	static Saying sayings[TIMES];
	static Handle hears[TIMES];

	begin();
	memset(long_text, 'x', LONG);
	for (int i = 0; i < TIMES; i++) {
		sayings[i] = (Saying){ 1 + 0.01 * i, 0, long_text };
		hears[i] = (Handle)HANDLE(bob_hears, NULL);
		loop_call_at(loop, 1.005 + 0.01 * i, &hears[i]);
	}
	run(sayings, TIMES);
	assert_true(bob_knows);
	assert_true(bob_heard >= (size_t)TIMES * LONG);
}

TESTS(T(what_one_says_all_others_read), T(who_leaves_is_missed_by_the_others),
      T(a_room_may_become_empty), T(the_closed_loop_refuses),
      T(who_does_not_read_is_thrown_out_and_the_others_go_on))

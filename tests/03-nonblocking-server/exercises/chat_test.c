/* Exercise chat: see 03-nonblocking-server/exercises/chat.c. */
#include "chat.h"
#include "sockets.h"
#include "testing.h"

#include <errno.h>
#include <string.h>

enum { MEMBERS = 3, TIMES = 300, LONG = 10000, MANY = 20000 };

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
	trace("%d:%.60s", who, n > 0 ? text : n == 0 ? "end" : "nothing");
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

/* At the end all hear, and a second later all leave. */
static void run_until(double end, Saying *sayings, size_t n)
{
	static Handle handles[TIMES];
	Handle hear = HANDLE(all_hear, NULL), leave = HANDLE(all_leave, NULL);

	for (size_t i = 0; i < n; i++) {
		handles[i] = (Handle)HANDLE(says, &sayings[i]);
		loop_call_at(loop, sayings[i].when, &handles[i]);
	}
	loop_call_at(loop, end - 1, &hear);
	loop_call_at(loop, end, &leave);
	int error = loop_run_forever(loop);
	loop_free(loop);
	assert_int_equal(error, 0);
}

static void run(Saying *sayings, size_t n)
{
	run_until(9, sayings, n);
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
static int bob_heard_that_cyd_left;

/* Bob reads all, and cyd nothing. */
static void bob_hears(void *unused)
{
	static char text[LONG];
	ssize_t n;

	while ((n = recv(theirs[1], text, sizeof text, 0)) > 0) {
		bob_heard += (size_t)n;
		/* "cyd has left" is the only text with an f. */
		bob_heard_that_cyd_left |= memchr(text, 'f', (size_t)n) != NULL;
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
	assert_true(bob_heard_that_cyd_left);
	assert_true(bob_heard >= (size_t)TIMES * LONG);
}

/* Says a thousand bytes again and again, until MANY bytes wait to be written to bob. Then
 * bob ends his half, and a second later ann says one thing more. */
static size_t said;

static void ann_says_more(void *arg)
{
	Handle *again = arg;
	bool enough = transport_get_write_buffer_size(members[1].transport) >= MANY;
	ssize_t n = enough ? 0 : send(theirs[0], long_text, 1000, MSG_NOSIGNAL);

	if (n > 0) {
		said += strlen("ann: ") + (size_t)n;
		loop_call_later(loop, 0.01, again);
	} else {
		shutdown(theirs[1], SHUT_WR);
	}
}

static void who_has_ended_his_half_gets_what_waits_for_him(void **state)
{
	Saying sayings[] = { { 100, 0, "bye\n" } };
	Handle more = HANDLE(ann_says_more, &more), hears[TIMES];

	begin();
	memset(long_text, 'x', LONG);
	loop_call_at(loop, 1, &more);
	for (int i = 0; i < TIMES; i++) {
		hears[i] = (Handle)HANDLE(bob_hears, NULL);
		loop_call_at(loop, 101 + 0.01 * i, &hears[i]);
	}
	run_until(200, sayings, 1);
	assert_int_equal(bob_heard, said);
}

TESTS(T(what_one_says_all_others_read), T(who_leaves_is_missed_by_the_others),
      T(a_room_may_become_empty), T(the_closed_loop_refuses),
      T(who_does_not_read_is_thrown_out_and_the_others_go_on),
      T(who_has_ended_his_half_gets_what_waits_for_him))

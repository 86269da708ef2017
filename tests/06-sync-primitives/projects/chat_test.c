/* Project chat: see 06-sync-primitives/projects/chat.c. */
#define NAME "chat"
#include "project.h"

#include <poll.h>

static Serving room;

/* A guest who has been let in, and has heard that. */
static int come(const char *name)
{
	char text[80];
	int fd = serving_connect(&room);

	assert_text(hear_line(fd), "your name?");
	snprintf(text, sizeof text, "%s\n", name);
	say(fd, text);
	snprintf(text, sizeof text, "* %s has come", name);
	assert_text(hear_line(fd), text);
	return fd;
}

static void a_guest_is_asked_until_there_is_a_good_name(void **state)
{
	room = project_start(NULL);
	come("ada");
	int fd = serving_connect(&room);
	assert_text(hear_line(fd), "your name?");
	say(fd, "\n");
	assert_text(hear_line(fd), "your name?");
	say(fd, "abcdefghijklmnopqrstu\n");
	assert_text(hear_line(fd), "your name?");
	say(fd, "ada\n");
	assert_text(hear_line(fd), "your name?");
	say(fd, "bob\n");
	assert_text(hear_line(fd), "* bob has come");
}

static void a_name_may_have_twenty_bytes(void **state)
{
	room = project_start(NULL);
	come("abcdefghijklmnopqrst");
}

/* As telnet sends it. */
static void a_carriage_return_does_not_belong_to_a_line(void **state)
{
	room = project_start(NULL);
	int ada = come("ada"), bob = serving_connect(&room);
	assert_text(hear_line(bob), "your name?");
	say(bob, "bob\r\n");
	assert_text(hear_line(ada), "* bob has come");
	say(bob, "hello\r\n");
	assert_text(hear_line(ada), "bob: hello");
}

static void a_line_has_up_to_a_thousand_bytes(void **state)
{
	enum { LONGEST = 1000 };
	char line[LONGEST + 3], said[LONGEST + 6] = "bob: ";

	memset(line, 'x', sizeof line);
	memset(said + 5, 'x', LONGEST);
	said[LONGEST + 5] = '\0';
	room = project_start(NULL);
	int ada = come("ada"), bob = come("bob");
	assert_text(hear_line(ada), "* bob has come");
	strcpy(line + LONGEST, "\n");
	say(bob, line);
	assert_text(hear_line(ada), said);
	line[LONGEST] = 'x';
	strcpy(line + LONGEST + 1, "\n");
	say(bob, line);
	assert_text(hear_line(ada), "* bob has gone");
	assert_true(is_at_its_end(bob));
}

static void the_others_hear_what_a_guest_says(void **state)
{
	room = project_start(NULL);
	int ada = come("ada"), bob = come("bob"), cleo = come("cleo");
	assert_text(hear_line(ada), "* bob has come");
	assert_text(hear_line(ada), "* cleo has come");
	assert_text(hear_line(bob), "* cleo has come");
	say(ada, "hello\n");
	assert_text(hear_line(bob), "ada: hello");
	assert_text(hear_line(cleo), "ada: hello");
	say(bob, "hello, ada\n");
	assert_text(hear_line(ada), "bob: hello, ada");
	assert_text(hear_line(cleo), "bob: hello, ada");
}

static void they_hear_that_a_guest_has_gone(void **state)
{
	room = project_start(NULL);
	int ada = come("ada"), bob = come("bob");
	close(ada);
	assert_text(hear_line(bob), "* ada has gone");
	come("ada");
	assert_text(hear_line(bob), "* ada has come");
}

static void a_guest_without_a_name_is_not_in_the_room(void **state)
{
	room = project_start(NULL);
	int ada = come("ada"), nobody = serving_connect(&room);
	assert_text(hear_line(nobody), "your name?");
	close(nobody);
	int bob = come("bob");
	assert_text(hear_line(ada), "* bob has come");
	close(bob);
	assert_text(hear_line(ada), "* bob has gone");
}

/* A guest that reads nothing from now on. */
static int come_lazily(int bob)
{
	int lazy = serving_connect_narrowly(&room);

	assert_text(hear_line(lazy), "your name?");
	say(lazy, "lazy\n");
	assert_text(hear_line(bob), "* lazy has come");
	return lazy;
}

/* Ada says so many long lines, and bob hears them, until lazy has gone. How many that
 * were. */
static int say_much(int ada, int bob, int lines)
{
	char line[901];
	int said = 0;

	memset(line, 'x', sizeof line);
	line[899] = '\n';
	line[900] = '\0';
	for (const char *heard = ""; said < lines; said++) {
		say(ada, line);
		heard = hear_line(bob);
		assert_compared(strlen(heard), >, 0);
		if (strcmp(heard, "* lazy has gone") == 0)
			break;
	}
	if (said < lines)
		hear_line(bob); /* the last of ada's */
	return said;
}

enum { MANY = 20000 };

static void a_guest_that_reads_nothing_is_put_out(void **state)
{
	room = project_start(NULL);
	int ada = come("ada"), bob = come("bob");
	come_lazily(bob);
	assert_compared(say_much(ada, bob, MANY), <, MANY);
}

static void many_lines_at_once_put_out_no_guest_that_reads(void **state)
{
	enum { LINES = 1000 };
	char lines[LINES * 10] = "", said[30];

	room = project_start(NULL);
	int ada = come("ada"), bob = come("bob");
	assert_text(hear_line(ada), "* bob has come");
	for (int i = 0, n = 0; i < LINES; i++)
		n += sprintf(lines + n, "%d\n", i);
	say(bob, lines);
	for (int i = 0; i < LINES; i++) {
		sprintf(said, "bob: %d", i);
		assert_text(hear_line(ada), said);
	}
}

/* Sends empty lines, until it has sent so many, or for a while none are taken. */
static size_t send_empty_lines(int fd, size_t most)
{
	static char lines[65536];
	struct pollfd writable = { fd, POLLOUT, 0 };
	size_t sent = 0;

	memset(lines, '\n', sizeof lines);
	while (sent < most && poll(&writable, 1, 1000) == 1) {
		ssize_t n = send(fd, lines, sizeof lines, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0)
			break;
		sent += (size_t)n;
	}
	return sent;
}

/* Each of the lines is answered with a question. If the server takes them all, it keeps
 * the questions, or has ended the connection. */
static void what_a_guest_without_a_name_does_not_read_is_limited(void **state)
{
	enum { MOST = 8 << 20 };

	room = project_start(NULL);
	int nobody = serving_connect_narrowly(&room);
	assert_text(hear_line(nobody), "your name?");
	assert_compared(send_empty_lines(nobody, MOST), <, MOST);
	come("ada");
}

static void on_a_signal_the_room_is_closed(void **state)
{
	static const int signals[] = { SIGTERM, SIGINT };

	for (int i = 0; i < 2; i++) {
		room = project_start(NULL);
		int ada = come("ada"), nobody = serving_connect(&room);
		assert_text(hear_line(nobody), "your name?");
		kill(room.pid, signals[i]);
		assert_text(hear_line(ada), "* the room is closed");
		assert_int_equal(serving_wait(&room), 0);
		assert_true(is_at_its_end(ada));
	}
}

static void in_a_closed_room_nobody_hears_that_guests_have_gone(void **state)
{
	room = project_start(NULL);
	int ada = come("ada"), bob = come("bob");
	assert_text(hear_line(ada), "* bob has come");
	kill(room.pid, SIGTERM);
	assert_text(hear_line(ada), "* the room is closed");
	assert_text(hear_line(bob), "* the room is closed");
	close(ada);
	assert_true(is_at_its_end(bob));
	assert_int_equal(serving_wait(&room), 0);
}

/* The second lazy guest has nearly as many lines waiting as it may. */
static void the_program_ends_although_a_guest_neither_reads_nor_goes(void **state)
{
	room = project_start(NULL);
	int ada = come("ada"), bob = come("bob");
	come_lazily(bob);
	int most = say_much(ada, bob, MANY);
	assert_compared(most, <, MANY);
	come_lazily(bob);
	say_much(ada, bob, most - 30);
	kill(room.pid, SIGTERM);
	assert_int_equal(serving_wait(&room), 0);
}

TESTS(T(a_guest_is_asked_until_there_is_a_good_name),
      T(the_others_hear_what_a_guest_says), T(they_hear_that_a_guest_has_gone),
      T(a_guest_without_a_name_is_not_in_the_room),
      T(a_name_may_have_twenty_bytes), T(a_carriage_return_does_not_belong_to_a_line),
      T(a_line_has_up_to_a_thousand_bytes), T(a_guest_that_reads_nothing_is_put_out),
      T(many_lines_at_once_put_out_no_guest_that_reads),
      T(what_a_guest_without_a_name_does_not_read_is_limited),
      T(on_a_signal_the_room_is_closed),
      T(in_a_closed_room_nobody_hears_that_guests_have_gone),
      T(the_program_ends_although_a_guest_neither_reads_nor_goes))

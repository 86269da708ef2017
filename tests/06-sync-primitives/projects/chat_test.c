/* Project chat: see 06-sync-primitives/projects/chat.c. */
#define NAME "chat"
#include "project.h"

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

static void a_guest_that_reads_nothing_is_put_out(void **state)
{
	enum { LINES = 20000 };
	char line[901];
	int said = 0;

	memset(line, 'x', sizeof line);
	line[899] = '\n';
	line[900] = '\0';
	room = project_start(NULL);
	int ada = come("ada"), bob = come("bob");
	int lazy = serving_connect_narrowly(&room);
	assert_text(hear_line(lazy), "your name?");
	say(lazy, "lazy\n");
	assert_text(hear_line(bob), "* lazy has come");
	const char *heard = "";
	for (; said < LINES && strcmp(heard, "* lazy has gone") != 0; said++) {
		say(ada, line);
		heard = hear_line(bob);
		assert_compared(strlen(heard), >, 0);
	}
	assert_compared(said, <, LINES);
	assert_text(heard, "* lazy has gone");
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

TESTS(T(a_guest_is_asked_until_there_is_a_good_name),
      T(the_others_hear_what_a_guest_says), T(they_hear_that_a_guest_has_gone),
      T(a_guest_without_a_name_is_not_in_the_room),
      T(a_guest_that_reads_nothing_is_put_out), T(on_a_signal_the_room_is_closed))

/* both.h - runs a test with each selector, and makes what it needs. */
#ifndef BOTH_H
#define BOTH_H

#include "events.h"
#include "selector_names.h"
#include "selectors.h"
#include "sockets.h"
#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* The record goes on: what the body has traced begins here. */
static size_t traced_before;
#define assert_traced(expected) assert_text(traced() + traced_before, expected)

/* The selectors that a file of tests is about: all of them, or poll alone, or all others.
 * The file defines that before it includes this. */
#if defined POLL_ALONE
enum { FIRST_SELECTOR = SELECTOR_NAMES - 1, END_OF_SELECTORS = SELECTOR_NAMES };
#elif defined ALL_BUT_POLL
enum { FIRST_SELECTOR = 0, END_OF_SELECTORS = SELECTOR_NAMES - 1 };
#else
enum { FIRST_SELECTOR = 0, END_OF_SELECTORS = SELECTOR_NAMES };
#endif

/* Calls the body with a new loop for each of these selectors, and frees the loop. */
static inline void on_each(void (*body)(Loop *loop))
{
	if (FIRST_SELECTOR == END_OF_SELECTORS)
		skip_because("this system has poll alone");
	for (int i = FIRST_SELECTOR; i < END_OF_SELECTORS; i++) {
		size_t n = strlen(traced());
		traced_before = n == 0 ? 0 : n + 1; /* a blank, when there is more */
		printf("with %s:\n", selector_names[i]);
		fflush(stdout);
		setenv("ASYNCIO_SELECTOR", selector_names[i], 1);
		Loop *loop = asyncio_new_event_loop();
		assert_non_null(loop);
		assert_non_null(loop->selector);
		body(loop);
		loop_free(loop);
	}
}

/* The same, in a file that is about all of them. */
static inline void on_both(void (*body)(Loop *loop))
{
	on_each(body);
}

/* Two sockets, each the other's end. */
static inline void open_pair(int pair[2])
{
	assert_int_equal(unblocked_pair(SOCK_STREAM, pair), 0);
}

static inline void close_pair(const int pair[2])
{
	close(pair[0]);
	close(pair[1]);
}

/* Lets number be a descriptor of a new pair; other is its other end. */
static inline void reuse_number(int number, int *other)
{
	int pair[2];

	open_pair(pair);
	*other = fcntl(pair[1], F_DUPFD, number + 1);
	close(pair[1]);
	if (pair[0] != number) {
		assert_int_equal(dup2(pair[0], number), number);
		close(pair[0]);
	}
}

static inline void put(int fd, const char *text)
{
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

/* A child writes the text, 30 milliseconds from now. */
static inline pid_t put_later(int fd, const char *text)
{
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		usleep(30000);
		_exit(write(fd, text, strlen(text)) != (ssize_t)strlen(text));
	}
	return child;
}

/* How often the loop has looked outside. */
static int passes;
static void (*real_select)(Selector *selector, double deadline, Links *ready);

static inline void counting_select(Selector *selector, double deadline, Links *ready)
{
	passes++;
	real_select(selector, deadline, ready);
}

static inline void count_passes(Loop *loop)
{
	passes = 0;
	real_select = loop->selector->select;
	loop->selector->select = counting_select;
}

/* A callback that stops the loop. */
static inline void stop(void *loop)
{
	loop_stop(loop);
}

static inline const char *error_name(int status)
{
	return status == 0 ? "0" : status_name(status);
}

/* Are files, rung 3.2.7, left out? A reader may skip them, and so does the climb of the
 * main path. */
static inline bool without_files(void)
{
	const char *later = getenv("TESTS_LATER");

	return getenv("TESTS_MAIN") != NULL ||
	       (later != NULL && strstr(later, "2.7") != NULL);
}

#endif

/* survival.h - what a server on a loop survives, and how it ends. */
#ifndef SURVIVAL_H
#define SURVIVAL_H

#include "flood.h"

static inline void vanishes(const char *mode, const char *selector)
{
	Serving serving = serving_start(mode, selector, NULL);
	int served = serving_connect(&serving);

	for (int i = 0; i < 20; i++) {
		int fd = serving_connect(&serving);
		if (i % 2 == 0)
			say(fd, "half a li");
		close(fd);
	}
	assert_string_equal(ask(served, "still here?\n"), "STILL HERE?\n");
	assert_serves(&serving);
	assert_int_equal(serving_stop(&serving, SIGTERM), 0);
}

/* Closed so, a connection is reset, and what is on the way is lost. */
static inline void reset_connection(int fd)
{
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	close(fd);
}

/* Says something, says that this was all, and resets, before the server has a look: its
 * answer would end it with a SIGPIPE. */
static inline void reset_unseen(const Serving *serving)
{
	int fd = serving_connect(serving);

	assert_string_equal(ask(fd, "hello\n"), "HELLO\n");
	kill(serving->pid, SIGSTOP);
	pause_ms(20);
	say(fd, "goodbye\n");
	shutdown(fd, SHUT_WR);
	reset_connection(fd);
	kill(serving->pid, SIGCONT);
}

/* Before it is accepted, when it is answered, and when it is owed an answer. */
static inline void resets(const char *mode, const char *selector)
{
	Serving serving = serving_start(mode, selector, NULL);
	int served = serving_connect(&serving);

	for (int i = 0; i < 20; i++) {
		int fd = serving_connect(&serving);
		if (i % 3 == 1)
			assert_string_equal(ask(fd, "hello\n"), "HELLO\n");
		if (i % 3 == 2)
			say(fd, "hello\n");
		reset_connection(fd);
		assert_string_equal(ask(served, "still here?\n"), "STILL HERE?\n");
	}
	int owed = serving_connect(&serving);
	flood(owed, 50);
	reset_connection(owed);
	reset_unseen(&serving);
	assert_string_equal(ask(served, "and now?\n"), "AND NOW?\n");
	assert_serves(&serving);
	assert_int_equal(serving_stop(&serving, SIGTERM), 0);
}

static inline void half_closes(const char *mode, const char *selector)
{
	Serving serving = serving_start(mode, selector, NULL);
	int small = serving_connect(&serving), large = serving_connect(&serving);

	say(small, "that is all\n");
	shutdown(small, SHUT_WR);
	size_t sent = flood(large, 100);
	shutdown(large, SHUT_WR);
	assert_string_equal(hear(small, "THAT IS ALL\n"), "THAT IS ALL\n");
	assert_true(is_at_its_end(small));
	assert_int_equal(drain(large, sent), sent);
	assert_true(is_at_its_end(large));
	assert_serves(&serving);
	serving_stop(&serving, SIGKILL);
}

static inline void reads_nothing(const char *mode, const char *selector)
{
	Serving serving = serving_start(mode, selector, NULL);
	int greedy = serving_connect(&serving);

	assert_serves(&serving);
	long before = serving_rss_kb(&serving);
	size_t sent = flood(greedy, 300);
	assert_serves(&serving);
	if (!served_under_something())
		assert_below(serving_rss_kb(&serving) - before, 16 * 1024);
	long cpu = serving_cpu_ms(&serving);
	pause_ms(300);
	if (!served_under_something() && strcmp(mode, "busy") != 0)
		assert_below(serving_cpu_ms(&serving) - cpu, 50);
	assert_compared(sent, >, 0);
	assert_int_equal(drain(greedy, sent), sent);
	assert_string_equal(ask(greedy, "sorry\n"), "SORRY\n");
	serving_stop(&serving, SIGKILL);
}

enum { MANY = 1000, NOT_SO_MANY = 200, DESCRIPTORS_BESIDES = 24 };

/* A thousand, or as many as we may have descriptors for, and the server too. */
static inline int how_many(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	rlim_t n = TEST_SCALE > 1 ? NOT_SO_MANY : MANY;
	if (limit.rlim_max < n + DESCRIPTORS_BESIDES)
		n = limit.rlim_max - DESCRIPTORS_BESIDES;
	if (limit.rlim_cur < n + DESCRIPTORS_BESIDES)
		limit.rlim_cur = n + DESCRIPTORS_BESIDES;
	setrlimit(RLIMIT_NOFILE, &limit);
	return (int)n;
}

static inline void many_at_once(const char *mode, const char *selector)
{
	int fds[MANY], n = how_many();
	char question[40], answer[40];

	Serving serving = serving_start(mode, selector, NULL);
	for (int i = 0; i < n; i++)
		fds[i] = serving_connect(&serving);
	for (int i = 0; i < n; i++) {
		snprintf(question, sizeof question, "i am number %d\n", i);
		say(fds[i], question);
	}
	for (int i = n - 1; i >= 0; i--) {
		snprintf(answer, sizeof answer, "I AM NUMBER %d\n", i);
		assert_string_equal(hear(fds[i], answer), answer);
	}
	assert_int_equal(serving_stop(&serving, SIGTERM), 0);
	for (int i = 0; i < n; i++)
		assert_true(is_at_its_end(fds[i]));
}

enum { DESCRIPTORS = 24, TOO_MANY = 40 };

/* How often it has printed the text, at its end. */
static inline int times_printed_by(int output, const char *text)
{
	static char all[65536];
	size_t n = 0;
	ssize_t more;
	int times = 0;

	while (n + 1 < sizeof all &&
	       (more = read(output, all + n, sizeof all - 1 - n)) > 0)
		n += (size_t)more;
	for (const char *t = all; (t = strstr(t, text)) != NULL; t++)
		times++;
	return times;
}

/* Takes the answers of those that have one, until there are so many, and for so many
 * seconds at most. Returns how many they are, and closes them, or keeps them without a
 * question. */
static inline int take_answers(struct pollfd *clients, int most, double seconds,
                               bool closes)
{
	Patience patience = patience_of(seconds);
	int answered = 0;

	while (answered < most && patience_ready(&patience, clients, TOO_MANY)) {
		for (int i = 0; i < TOO_MANY; i++) {
			if (clients[i].fd < 0 || clients[i].revents == 0)
				continue;
			assert_string_equal(hear(clients[i].fd, "ME?\n"), "ME?\n");
			if (closes)
				close(clients[i].fd);
			clients[i].fd = closes ? -1 : ~clients[i].fd;
			answered++;
		}
	}
	return answered;
}

static inline void descriptors_run_out(const char *mode, const char *selector)
{
	struct pollfd clients[TOO_MANY];

	if (getenv("RUN_UNDER") != NULL && *getenv("RUN_UNDER") != '\0')
		return; /* valgrind needs descriptors of its own */
	Serving serving = serving_start_with(mode, selector, "2>&1", DESCRIPTORS);
	int output = dup(serving.output);

	for (int i = 0; i < TOO_MANY; i++) {
		int fd = serving_connect(&serving);
		say(fd, "me?\n");
		clients[i] = (struct pollfd){ .fd = fd, .events = POLLIN };
	}
	int served = take_answers(clients, DESCRIPTORS / 2, ANSWER_SECONDS, false);
	assert_compared(served, >=, DESCRIPTORS / 2);
	served += take_answers(clients, TOO_MANY, 0.3, false);
	assert_below(served, DESCRIPTORS);

	long before = serving_cpu_ms(&serving);
	pause_ms(300);
	if (!served_under_something() && strcmp(mode, "busy") != 0)
		assert_below(serving_cpu_ms(&serving) - before, 50);

	/* Those that were accepted are served, the others as soon as these have gone. */
	for (int i = 0; i < TOO_MANY; i++) {
		if (clients[i].fd < 0) {
			clients[i].fd = ~clients[i].fd;
			say(clients[i].fd, "me?\n");
		}
	}
	assert_int_equal(take_answers(clients, TOO_MANY, ANSWER_SECONDS, true), TOO_MANY);
	assert_int_equal(serving_stop(&serving, SIGTERM), 0);

	/* A second time if more had to rest than have gone. */
	int times = times_printed_by(output, "accepted for now: ");
	assert_true(times == 1 || times == 2);
	close(output);
}

/* A client that talks, and when it has talked last. */
typedef struct Talker {
	const Serving *serving;
	int fd;
	long last; /* now_ms */
} Talker;

/* Asks something. If this process has had no processor for so long that the server may
 * rightly have disconnected the talker, it connects again. */
static inline void talk(Talker *talker)
{
	if (now_ms() - talker->last > 700) {
		close(talker->fd);
		talker->fd = serving_connect(talker->serving);
	}
	const char *answer = ask(talker->fd, "bla\n");
	if (*answer == '\0')
		printf("a client that goes on talking should stay connected; it got no "
		       "answer\n");
	assert_string_equal(answer, "BLA\n");
	talker->last = now_ms();
}

/* How long it takes since then until fd is closed, or -1 if that does not come in time;
 * the other client goes on talking. */
static inline long silence_ms(long begin, int fd, Talker *talker)
{
	struct pollfd silent = { .fd = fd, .events = POLLIN };
	Patience patience = patience_of(ANSWER_SECONDS);

	while (poll(&silent, 1, 200) == 0) {
		if (!patience_lasts(&patience))
			return -1;
		talk(talker);
	}
	return now_ms() - begin;
}

static inline void silent_and_talking(const char *mode, const char *selector)
{
	Serving serving = serving_start(mode, selector, "--idle-timeout 1");
	long begin = now_ms();
	int silent = serving_connect(&serving);
	Talker talker = { &serving, serving_connect(&serving), begin };
	long silence = silence_ms(begin, silent, &talker);

	if (silence < 0)
		printf("a client that is silent for 1 second should be disconnected; it "
		       "still is connected\n");
	assert_compared(silence, >, 900);
	assert_true(is_at_its_end(silent));
	for (int i = 0; i < 3; i++) {
		pause_ms(200);
		talk(&talker);
	}
	assert_serves(&serving);
	serving_stop(&serving, SIGKILL);
	assert_below(idle_ms(silence), slowness() * 1500);
}

#endif

/* Project crawl: see 06-sync-primitives/projects/crawl.c. */
#define NAME "crawl"
#include "project.h"

static const struct {
	const char *path, *links;
} pages[] = {
	{ "/", "<a href=\"/1\">1</a> <a href=\"/2\">2</a> <a href=\"/3\">3</a>\n"
	       "<a href=\"/4\">4</a> <a href=\"/1\">again</a>" },
	{ "/1", "<a href=\"/\">back</a> <a href=\"/deep\">deep</a>" },
	{ "/2", "<a href=\"/3\">next</a> <a href=\"http://elsewhere/\">away</a>" },
	{ "/3", "" },
	{ "/4", "<a href=\"/broken\">broken</a>" },
	{ "/deep", "<a href=\"/deep/er\">deeper</a>" },
	{ "/deep/er", "<a href=\"/missing\">missing</a>" },
};

#define ALL_PAGES                                                                  \
	"200 /\n200 /1\n200 /2\n200 /3\n200 /4\n--- /broken\n200 /deep\n200 /deep/er\n" \
	"404 /missing\npages: 9\n"
enum { REQUESTS = 9 };

/* What the processes of the server count. */
static struct {
	int requests, now, most;
} *counted;

static void send_page(int fd, const char *status, const char *links)
{
	char text[1024];
	int n = snprintf(text, sizeof text,
	                 "HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n"
	                 "%s",
	                 status, strlen(links), links);

	send(fd, text, (size_t)n, MSG_NOSIGNAL);
}

static void answer(int fd, const char *path)
{
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		if (strcmp(path, pages[i].path) == 0) {
			send_page(fd, "200 OK", pages[i].links);
			return;
		}
	}
	if (strcmp(path, "/broken") != 0)
		send_page(fd, "404 Not Found", "");
}

/* The answer waits until as many requests are under way as there should be at most, or
 * for a while. */
static void serve(int fd, int at_once)
{
	char request[1024] = "", path[256] = "";
	size_t n = 0;

	while (strstr(request, "\r\n\r\n") == NULL && n + 1 < sizeof request &&
	       recv(fd, request + n, 1, 0) == 1)
		request[++n] = '\0';
	sscanf(request, "GET %255s HTTP/1.1\r\n", path);
	__atomic_add_fetch(&counted->requests, 1, __ATOMIC_SEQ_CST);
	int now = __atomic_add_fetch(&counted->now, 1, __ATOMIC_SEQ_CST);
	if (now > counted->most)
		counted->most = now;
	for (int i = 0; i < 20 && counted->most < at_once; i++)
		pause_ms(5);
	pause_ms(10);
	__atomic_sub_fetch(&counted->now, 1, __ATOMIC_SEQ_CST);
	answer(fd, path);
}

static int run_crawl(const char *options, int at_once)
{
	char arguments[100];

	counted = shared_memory(sizeof *counted);
	snprintf(arguments, sizeof arguments, "%s %d", options,
	         server_in_a_child(serve, at_once));
	return run_project(arguments);
}

static void it_finds_all_pages_and_asks_for_each_once(void **state)
{
	assert_int_equal(run_crawl("--rate 1000", 1), 0);
	assert_text(program_output, ALL_PAGES);
	assert_int_equal(counted->requests, REQUESTS);
}

static void it_asks_for_one_after_the_other(void **state)
{
	assert_int_equal(run_crawl("--rate 1000 --at-once 1", 2), 0);
	assert_text(program_output, ALL_PAGES);
	assert_int_equal(counted->most, 1);
}

static void it_asks_for_several_at_one_time_but_not_for_more(void **state)
{
	assert_int_equal(run_crawl("--rate 1000 --at-once 3", 3), 0);
	assert_text(program_output, ALL_PAGES);
	assert_int_equal(counted->most, 3);
}

static void it_does_not_ask_faster_than_it_may(void **state)
{
	long began = now_ms();

	assert_int_equal(run_crawl("--rate 10", 1), 0);
	assert_text(program_output, ALL_PAGES);
	assert_compared(now_ms() - began, >=, (REQUESTS - 1) * 100);
}

static void without_a_server_it_ends_as_well(void **state)
{
	char arguments[40];
	int dead = socket_at(0);

	snprintf(arguments, sizeof arguments, "%d", port_of(dead));
	assert_int_equal(run_project(arguments), 0);
	assert_text(program_output, "--- /\npages: 1\n");
}

TESTS(T(it_finds_all_pages_and_asks_for_each_once), T(it_asks_for_one_after_the_other),
      T(it_asks_for_several_at_one_time_but_not_for_more),
      T(it_does_not_ask_faster_than_it_may), T(without_a_server_it_ends_as_well))

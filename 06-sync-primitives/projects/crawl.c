/* crawl.c - a crawler that is polite: it asks a web server for all its pages, but not
 * faster than it may.
 *
 * "crawl 8080" begins with http://127.0.0.1:8080/ and follows every link that looks like
 * href="/path", on this page and on those that it finds; each page is asked for once.
 * When nothing is left it prints a line for each page in the order of strcmp, and the
 * number of pages:
 *
 *   200 /
 *   404 /missing
 *   pages: 2
 *
 * There are at most --at-once requests under way at one time, and no more than --rate
 * requests begin in a second: between the beginnings of two requests there are at least
 * 1/rate seconds. A page that cannot be fetched has the line "--- /path". A page has at
 * most 64 KiB, a path at most 200 bytes; no more than 1,000 pages are asked for.
 *
 * A request is "GET /path HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"; then
 * the answer ends with the connection. Try it with 05-queue/build/http_server.
 *
 * The hard part is to see the end: when has the last page no new link? */
#include "asyncio.h"
#include "program.h"

typedef struct Crawl {
	long port, at_once, rate;
	Queue to_fetch; /* of char *: paths */
} Crawl;

int main(int argc, char *argv[])
{
	Crawl crawl = { .at_once = 4, .rate = 10 };
	Option options[] = { { "at-once", &crawl.at_once, 1, 100 },
		             { "rate", &crawl.rate, 1, 10000 },
		             { 0 } };

	program_options(argc, argv, options, " [--at-once N] [--rate N] PORT");
	unsetenv("ASYNCIO_CLOCK"); /* others know nothing of our virtual clock */
	return 0;
}

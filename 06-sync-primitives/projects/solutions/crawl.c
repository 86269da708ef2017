/* crawl.c - a crawler that is polite: a way to write it.
 *
 * As many workers as there may be requests at one time take paths from a queue, and put
 * the new ones back. The end is what queue_join waits for: a page counts as unfinished
 * from the put until task_done, and its links are put before its task_done. So the count
 * cannot become 0 while a page may still have a new link. The rate needs no task of its
 * own: each request reserves the next moment at which one may begin, and sleeps until
 * then. A second way counts the pages under way by hand, and sets an event at 0. */
#include "asyncio.h"
#include "program.h"

enum { PAGES = 1000, PATH = 200, PAGE = 65536 };

typedef struct Page {
	char path[PATH + 1];
	int status; /* 0: it could not be fetched */
} Page;

static long port, at_once = 4, rate = 10;
static Page pages[PAGES];
static int n_pages;
static Queue to_fetch; /* of Page *: any number of them */
static double next_start; /* a time of loop_time */

static int by_path(const void *a, const void *b)
{
	return strcmp(((const Page *)a)->path, ((const Page *)b)->path);
}

/* A path is fetched, if it is a new one. */
static int finds(const char *path, size_t n)
{
	if (n > PATH || n_pages == PAGES)
		return 0;
	for (int i = 0; i < n_pages; i++) {
		if (strlen(pages[i].path) == n && memcmp(pages[i].path, path, n) == 0)
			return 0;
	}
	Page *page = &pages[n_pages++];
	memcpy(page->path, path, n);
	return queue_put(&to_fetch, page);
}

static int follows(const char *text)
{
	int error = 0;

	while (error == 0 && (text = strstr(text, "href=\"/")) != NULL) {
		text += strlen("href=\"");
		error = finds(text, strcspn(text, "\""));
	}
	return error;
}

/* The answer as a whole: its length. */
static ssize_t asks(const Page *page, char *answer, size_t size)
{
	StreamReader *reader;
	StreamWriter *writer;
	char request[PATH + 100];
	int n = snprintf(request, sizeof request,
	                 "GET %s HTTP/1.1\r\n"
	                 "Host: 127.0.0.1\r\nConnection: close\r\n\r\n",
	                 page->path);
	ssize_t got = asyncio_open_connection("127.0.0.1", (int)port, &reader, &writer);

	if (got < 0)
		return got;
	got = writer_write(writer, request, (size_t)n);
	if (got == 0)
		got = reader_readexactly(reader, answer, size - 1);
	if (got == -ENODATA) /* it has ended before: this is all */
		got = (ssize_t)reader->partial;
	writer_free(writer);
	return got;
}

static int waits_for_its_turn(void)
{
	double now = loop_time(asyncio_get_running_loop());
	double start = next_start > now ? next_start : now;

	next_start = start + 1 / (double)rate;
	return asyncio_sleep(start - now);
}

static int fetches(Page *page, char *answer)
{
	int error = waits_for_its_turn();

	if (error < 0)
		return error;
	ssize_t n = asks(page, answer, PAGE);
	if (n == -ECANCELED)
		return -ECANCELED;
	answer[n < 0 ? 0 : n] = '\0';
	if (sscanf(answer, "HTTP/1.%*d %d", &page->status) != 1)
		page->status = 0;
	return follows(answer);
}

static int works(void *unused, void **result)
{
	char *answer = malloc(PAGE);
	void *page;
	int error = answer == NULL ? -ENOMEM : 0;

	while (error == 0 && (error = queue_get(&to_fetch, &page)) == 0) {
		error = fetches(page, answer);
		queue_task_done(&to_fetch);
	}
	free(answer);
	return error == -EPIPE ? 0 : error;
}

static void print(void)
{
	qsort(pages, (size_t)n_pages, sizeof pages[0], by_path);
	for (int i = 0; i < n_pages; i++) {
		if (pages[i].status == 0)
			printf("--- %s\n", pages[i].path);
		else
			printf("%d %s\n", pages[i].status, pages[i].path);
	}
	printf("pages: %d\n", n_pages);
}

static int async_main(void *arg, void **result)
{
	TaskGroup group = { 0 };
	int error = taskgroup_enter(&group);

	for (long i = 0; i < at_once; i++)
		taskgroup_create_task(&group, works, NULL);
	if (error == 0)
		error = finds("/", 1);
	if (error == 0)
		error = queue_join(&to_fetch);
	queue_shutdown(&to_fetch, false);
	error = taskgroup_exit(&group, error);
	queue_clear(&to_fetch);
	if (error == 0)
		print();
	return error;
}

int main(int argc, char *argv[])
{
	Option options[] = { { "at-once", &at_once, 1, 100 },
		             { "rate", &rate, 1, 10000 },
		             { 0 } };
	int operand = program_options(argc, argv, options,
	                              " [--at-once N] [--rate N] PORT");

	if (argc != operand + 1)
		program_refuse("it wants the port of a web server", "");
	unsetenv("ASYNCIO_CLOCK"); /* others know nothing of our virtual clock */
	port = program_number("PORT", argv[operand], 1, 65535);
	int error = asyncio_run(async_main, NULL, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}

/* fuzz_http.c - sends the web server of chapter 5 anything. What it answers must be
 * answers of HTTP, and the same however the bytes are cut on their way. The first byte of
 * the input says how; the rest is what a client sends, and then it ends its half. */
#include "fuzz.h"

#include "http.h"

#define TIMES_4(text) text text text text
#define TIMES_64(text) TIMES_4(TIMES_4(TIMES_4(text)))

static const char *const fuzz_seeds[] = {
	"\xffGET / HTTP/1.1\r\nHost: localhost:8000\r\nConnection: close\r\n\r\n",
	"\x05" "\r\nHEAD /delay/1?x HTTP/1.0\nConnection: Keep-Alive, foo\n\n",
	"\x11GET http://user@[::1]:80/delay/0.5 HTTP/1.1\r\nhost:\t[::1] \r\n\r\n"
	"OPTIONS * HTTP/1.1\r\nHost:\r\n\r\nGET /x%20y#z HTTP/1.2\r\nHost: a\r\n\r\n",
	"\x07POST /a HTTP/1.1\r\nHost: a.b\r\nContent-Length: 5\r\n"
	"Expect: 100-continue\r\n\r\nhelloGET / HTTP/1.1\r\nHost: a.b\r\n\r\n",
	"\x03PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello",
	"\x02GET / HTTP/2.0\r\n\r\n",
	"\x3fGET /" TIMES_64(TIMES_64("long")) " HTTP/1.1\r\nHost: a\r\n\r\n",
	"\x3fGET / HTTP/1.1\r\nHost: a" TIMES_64(TIMES_64("long")) "\r\n\r\n",
	"\x3fGET / HTTP/1.1\r\nHost: a\r\n" TIMES_4(TIMES_64("A: b\r\n")) "\r\n",
	NULL
};

enum { MOST_ANSWERS = 1 << 20 };

/* What the server has answered, the dates as zeros. */
typedef struct Answers {
	char text[MOST_ANSWERS + 1];
	size_t n;
} Answers;

/* A connection that is being served. */
typedef struct Visit {
	Http http;
	Stream *stream;
	int end; /* the client's */
	Answers *answers;
} Visit;

static int serve(void *arg, void **result)
{
	Visit *visit = arg;

	return http_serve(&visit->stream->reader, &visit->stream->writer, &visit->http);
}

static void hear(Visit *visit)
{
	Answers *answers = visit->answers;
	ssize_t n;

	while ((n = recv(visit->end, answers->text + answers->n,
	                 MOST_ANSWERS - answers->n, 0)) > 0)
		answers->n += (size_t)n;
	answers->text[answers->n] = '\0';
}

/* The bytes come in pieces of this size, and the server has time for each. */
static void say(Visit *visit, const char *data, size_t n, size_t piece)
{
	Protocol *protocol = &visit->stream->protocol;

	for (size_t i = 0; i < n && visit->stream->writer.transport != NULL; i += piece) {
		size_t left = n - i;
		protocol->data_received(protocol, data + i, left < piece ? left : piece);
		fuzz_run();
		hear(visit);
	}
	if (visit->stream->writer.transport != NULL)
		protocol->eof_received(protocol);
}

static void visit_server(const char *data, size_t n, size_t piece, Answers *answers)
{
	Visit visit = { .http = { .timeout = 10 }, .answers = answers };
	int ends[2];

	answers->n = 0;
	fuzz_connect(ends);
	list_init(&visit.http.connections);
	visit.end = ends[1];
	visit.stream = connection_new(fuzz_loop, ends[0]);
	fuzz_check(visit.stream != NULL, "there is no stream");
	Task *task = loop_create_task(fuzz_loop, serve, &visit);
	fuzz_run();
	say(&visit, data, n, piece);
	int status = loop_run_until_complete(fuzz_loop, future_ref(task), NULL);
	fuzz_check(status == 0, "the server fails");
	hear(&visit);
	fuzz_check(list_empty(&visit.http.connections), "a connection is not forgotten");
	future_unref(task);
	writer_free(&visit.stream->writer);
	fuzz_run();
	close(visit.end);
}

/* A field of a header; NULL: there is none. */
static char *field(char *header, const char *end, const char *name)
{
	char *found = strstr(header, name);

	return found == NULL || found >= end ? NULL : found + strlen(name);
}

/* One answer, and what follows it. A body need not follow: HEAD has none. */
static char *check_answer(char *text, const char *end)
{
	char *body = strstr(text, "\r\n\r\n");

	fuzz_check(strncmp(text, "HTTP/1.1 ", 9) == 0 && body != NULL, "no answer");
	body += 4;
	int status = atoi(text + 9);
	if (status == 100)
		return body;
	fuzz_check(status >= 200 && status < 600, "an answer has no status");
	char *date = field(text, body, "\r\nDate: "), *length;
	length = field(text, body, "\r\nContent-Length: ");
	fuzz_check(date != NULL && length != NULL, "a field is missing");
	memset(date, '0', strcspn(date, "\r"));
	char *closes = field(text, body, "\r\nConnection: close");
	size_t n = (size_t)atol(length);
	if (body != end && strncmp(body, "HTTP/1.1 ", 9) != 0) {
		fuzz_check((size_t)(end - body) >= n, "a body is too short");
		body += n;
	}
	fuzz_check(closes == NULL || body == end, "an answer follows the last one");
	return body;
}

static void check_answers(Answers *answers)
{
	char *text = answers->text, *end = text + answers->n;

	while (text < end)
		text = check_answer(text, end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static Answers whole, pieces;

	if (n < 2)
		return 0;
	visit_server((const char *)data + 1, n - 1, n, &whole);
	check_answers(&whole);
	visit_server((const char *)data + 1, n - 1, 1 + data[0] % 64u, &pieces);
	check_answers(&pieces);
	fuzz_check(whole.n == pieces.n && memcmp(whole.text, pieces.text, whole.n) == 0,
	           "other answers come when the bytes come in pieces");
	return 0;
}

/* http_answer.h - what the web server answers, and how HTTP/1.1 writes that. */
#ifndef HTTP_ANSWER_H
#define HTTP_ANSWER_H

#include "http_request.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { HTTP_DELAY = 10 }; /* seconds, the longest that /delay/N waits */

static const char http_page[] = "<!doctype html>\n"
				"<title>asyncio in C</title>\n"
				"<h1>It works</h1>\n"
				"<p>Try <a href=\"/delay/1\">/delay/1</a>.\n";

/* ==== Given: how HTTP writes an answer is not the lesson of this chapter ==== */

static inline const char *http_reason(int status)
{
	switch (status) {
	case 200:
		return "200 OK";
	case 404:
		return "404 Not Found";
	case 405:
		return "405 Method Not Allowed\r\nAllow: GET, HEAD";
	case 408:
		return "408 Request Timeout";
	case 413:
		return "413 Content Too Large";
	case 414:
		return "414 URI Too Long";
	case 431:
		return "431 Request Header Fields Too Large";
	case 501:
		return "501 Not Implemented";
	case 505:
		return "505 HTTP Version Not Supported";
	default:
		return "400 Bad Request";
	}
}

static inline char *http_number(char *to, size_t n)
{
	char digits[20];
	int i = 0;

	do {
		digits[i++] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	while (i > 0)
		*to++ = digits[--i];
	return to;
}

/* Writes the date, for caches. It is made once a second. The names of days and months
 * are English, since no program here calls setlocale. */
static inline char *http_date(char *to)
{
	static _Thread_local time_t made;
	static _Thread_local char text[40];
	time_t now = time(NULL);
	struct tm parts;

	if (now != made && gmtime_r(&now, &parts) != NULL)
		strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
	made = now;
	return stpcpy(to, text);
}

/* Writes an answer as a whole: that is one packet, and one system call. It does without
 * snprintf, which would take longer than all the rest. */
static inline int http_send(StreamWriter *writer, const HttpRequest *request, int status,
                            const char *type, const char *body)
{
	char text[1024], *end = stpcpy(text, "HTTP/1.1 ");

	end = stpcpy(stpcpy(end, http_reason(status)), "\r\nContent-Type: ");
	end = http_number(stpcpy(stpcpy(end, type), "\r\nContent-Length: "),
	                  strlen(body));
	end = http_date(stpcpy(end, "\r\nDate: "));
	end = stpcpy(end, "\r\nConnection: ");
	end = stpcpy(end, request->keep_alive ? "keep-alive" : "close");
	end = stpcpy(stpcpy(end, "\r\n\r\n"), request->head ? "" : body);
	return writer_write(writer, text, (size_t)(end - text));
}

static inline int http_send_status(StreamWriter *writer, const HttpRequest *request,
                                   int status)
{
	const char *reason = http_reason(status);
	size_t n = strcspn(reason, "\r");
	char body[80];

	memcpy(body, reason, n);
	strcpy(body + n, "\n");
	return http_send(writer, request, status, "text/plain", body);
}

/* Answers /delay/N after N seconds, but not after more than HTTP_DELAY. */
static inline int http_delay(StreamWriter *writer, const HttpRequest *request)
{
	const char *number = request->path + strlen("/delay/");
	char *end, body[160];
	double seconds = strtod(number, &end);

	if (!isdigit((unsigned char)*number) || *end != '\0' ||
	    number[strspn(number, "0123456789.")] != '\0')
		return http_send_status(writer, request, 404);
	seconds = seconds < HTTP_DELAY ? seconds : HTTP_DELAY;
	int error = asyncio_sleep(seconds);
	if (error < 0)
		return error;
	snprintf(body, sizeof body, "{\"path\": \"%s\", \"delay\": %g}\n", request->path,
	         seconds);
	return http_send(writer, request, 200, "application/json", body);
}

/* Answers a request, after it has been read: a page, or a status that says why there is
 * none. Returns 0, or a negative errno: the connection is lost. */
static inline int http_answer(StreamWriter *writer, const HttpRequest *request)
{
	if (!request->get && !request->head)
		return http_send_status(writer, request, 405);
	if (strcmp(request->path, "/") == 0)
		return http_send(writer, request, 200, "text/html", http_page);
	if (strncmp(request->path, "/delay/", strlen("/delay/")) == 0)
		return http_delay(writer, request);
	return http_send_status(writer, request, 404);
}

#endif

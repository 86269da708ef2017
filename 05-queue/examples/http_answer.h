/* http_answer.h - writes an answer of HTTP/1.1. */
#ifndef HTTP_ANSWER_H
#define HTTP_ANSWER_H

#include "http_request.h"

#include <time.h>

/* ==== Step 5.3: who calls, and who is called ==== */

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

/* The date, which nobody needs to the second but caches do; made once a second. The names
 * of days and months are English, since no program here calls setlocale. */
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

/* All at once: it is one packet, and one system call. Not with snprintf, which would take
 * longer than all the rest. */
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

#endif

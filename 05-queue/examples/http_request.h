/* http_request.h - reads a request of HTTP/1.1, and believes nothing. The memory that a
 * request can take is bounded. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "http_uri.h"
#include "streams.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

/* Bytes of a line, lines of a header, bytes of a body. */
enum { HTTP_LINE = 8192, HTTP_LINES = 100, HTTP_BODY = 65536 };

typedef struct HttpRequest {
	char path[64];     /* "": it is longer than any path of this server */
	bool get, head;    /* the method; neither: another one */
	bool keep_alive;   /* another request may follow on this connection */
	bool closes;       /* the client has said "close" */
	bool expects;      /* the client asks whether to send the body */
	bool has_length;   /* there was a Content-Length */
	int minor, hosts;  /* 0: HTTP/1.0, 1: later; how often there was a Host */
	size_t length;     /* of the body */
} HttpRequest;

/* ==== Given: how HTTP writes a request is not the lesson of this chapter ==== */

/* Functions that return int return 0, a negative errno, which ends the connection, or a
 * positive number: the status of the answer that ends it. */

/* Reads a line, and stores it without its end, which is "\r\n", or "\n" alone. A '\r' or
 * a '\0' elsewhere in the line is 400; a line that is too long is too_long, a status. */
static inline int http_line(StreamReader *reader, char line[HTTP_LINE], int too_long)
{
	ssize_t n = reader_readline(reader, line, HTTP_LINE);

	if (n == -EMSGSIZE)
		return too_long;
	if (n < 0)
		return (int)n;
	if (n == 0 || line[n - 1] != '\n')
		return -ENODATA;
	n -= n > 1 && line[n - 2] == '\r' ? 2 : 1;
	line[n] = '\0';
	return strcspn(line, "\r") != (size_t)n ? 400 : 0;
}

/* Returns what follows a word of letters, digits and some signs; NULL: there is no
 * word. */
static inline const char *http_token(const char *text)
{
	const char *end = text;

	while (isalnum((unsigned char)*end) ||
	       (*end != '\0' && strchr("!#$%&'*+-.^_`|~", *end) != NULL))
		end++;
	return end > text ? end : NULL;
}

/* Understands /path?query, which may have http://host before it, and then a path need
 * not follow. */
static inline int http_parse_target(HttpRequest *request, const char *target)
{
	bool absolute = strncasecmp(target, "http://", 7) == 0;

	if (absolute)
		target = http_host(target + 7);
	if (target == NULL || (*target != '/' && !(absolute && strchr("? ", *target))) ||
	    *http_skip(target, "-._~!$&'()*+,;=:@/?") != ' ')
		return 400;
	target += *target == '/';
	size_t n = strcspn(target, "? ");
	if (n + 1 < sizeof request->path) {
		request->path[0] = '/';
		memcpy(request->path + 1, target, n); /* the rest is zero */
	}
	return 0;
}

/* Understands HTTP/1.0, HTTP/1.1, and later ones of the same kind. */
static inline int http_parse_version(HttpRequest *request, const char *version)
{
	if (strncmp(version, "HTTP/", 5) != 0 || !isdigit((unsigned char)version[5]) ||
	    version[6] != '.' || !isdigit((unsigned char)version[7]) ||
	    version[8] != '\0')
		return 400;
	request->minor = version[7] > '0';
	request->keep_alive = request->minor == 1;
	return version[5] == '1' ? 0 : 505;
}

/* Understands GET target HTTP/1.1. A target "*" means the server itself, and only
 * OPTIONS may have it. */
static inline int http_parse_request_line(HttpRequest *request, const char *line)
{
	const char *method = http_token(line);

	if (method == NULL || *method != ' ')
		return 400;
	request->get = strncmp(line, "GET ", 4) == 0;
	request->head = strncmp(line, "HEAD ", 5) == 0;
	const char *end = strchr(method + 1, ' ');
	int status = end == NULL ? 400 : http_parse_version(request, end + 1);
	if (status != 0 || strncmp(line, "OPTIONS * ", 10) == 0)
		return status;
	return http_parse_target(request, method + 1);
}

/* Understands a number in digits alone, which may come once in a header. */
static inline int http_parse_length(HttpRequest *request, const char *value)
{
	size_t length = 0;

	if (request->has_length || *value == '\0' ||
	    value[strspn(value, "0123456789")] != '\0')
		return 400;
	for (; *value != '\0' && length <= HTTP_BODY; value++)
		length = length * 10 + (size_t)(*value - '0');
	request->has_length = true;
	request->length = length;
	return length <= HTTP_BODY ? 0 : 413;
}

static inline bool http_is(const char *word, size_t n, const char *name)
{
	return n == strlen(name) && strncasecmp(word, name, n) == 0;
}

/* Understands "Connection:", a list of words, of which "close" outdoes all others. */
static inline void http_parse_connection(HttpRequest *request, const char *value)
{
	while (*value != '\0') {
		size_t n = strcspn(value, ", \t");
		if (http_is(value, n, "close"))
			request->closes = true;
		if (http_is(value, n, "keep-alive"))
			request->keep_alive = true;
		value += n + strspn(value + n, ", \t");
	}
	request->keep_alive = request->keep_alive && !request->closes;
}

/* Understands "Host:", which may come once, and is empty if the client knows no host. */
static inline int http_parse_host(HttpRequest *request, const char *value)
{
	const char *end = *value == '\0' ? value : http_host(value);

	return request->hosts++ > 0 || end == NULL || *end != '\0' ? 400 : 0;
}

/* Understands "Name: value". Names that this server does not need are passed over;
 * bodies in chunks are refused. */
static inline int http_parse_header(HttpRequest *request, char *line)
{
	const char *end = http_token(line);

	if (end == NULL || *end != ':')
		return 400;
	size_t n = (size_t)(end - line);
	const char *value = end + 1 + strspn(end + 1, " \t");
	for (char *last = line + strlen(line);
	     last > value && isblank((unsigned char)last[-1]);)
		*--last = '\0';
	if (http_is(line, n, "Host"))
		return http_parse_host(request, value);
	if (http_is(line, n, "Connection"))
		http_parse_connection(request, value);
	else if (http_is(line, n, "Expect"))
		request->expects = strcasecmp(value, "100-continue") == 0;
	else if (http_is(line, n, "Transfer-Encoding"))
		return 501;
	else if (http_is(line, n, "Content-Length"))
		return http_parse_length(request, value);
	return 0;
}

/* Reads the rest of a header, whose first line is given, up to the empty line. One empty
 * line before the header is forgiven. */
static inline int http_read_header(StreamReader *reader, HttpRequest *request, char *line)
{
	if (line[0] == '\0') {
		int status = http_line(reader, line, 414);
		if (status != 0)
			return status;
	}
	int status = http_parse_request_line(request, line);
	for (int lines = 0; status == 0; lines++) {
		status = http_line(reader, line, 431);
		if (status == 0 && line[0] == '\0')
			return request->hosts < request->minor ? 400 : 0;
		if (status == 0)
			status = lines == HTTP_LINES ? 431
			                             : http_parse_header(request, line);
	}
	return status;
}

/* Reads a body, which this server does not need. */
static inline int http_skip_body(StreamReader *reader, size_t left, char line[HTTP_LINE])
{
	while (left > 0) {
		ssize_t n = reader_read(reader, line,
		                        left < HTTP_LINE ? left : HTTP_LINE);
		if (n <= 0)
			return n < 0 ? (int)n : -ENODATA;
		left -= (size_t)n;
	}
	return 0;
}

#endif

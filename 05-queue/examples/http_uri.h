/* http_uri.h - what may stand in the address of a page: RFC 3986. */
#ifndef HTTP_URI_H
#define HTTP_URI_H

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* ==== Given: how the web writes addresses is not the lesson of this chapter ==== */

/* Returns what follows the letters, digits, bytes in hexadecimal (%20) and these signs
 * at the beginning of the text. */
static inline const char *http_skip(const char *text, const char *signs)
{
	while (*text != '\0') {
		bool byte = *text == '%' && isxdigit((unsigned char)text[1]) &&
		            isxdigit((unsigned char)text[2]);
		if (!byte && !isalnum((unsigned char)*text) &&
		    strchr(signs, *text) == NULL)
			break;
		text += byte ? 3 : 1;
	}
	return text;
}

/* Returns what follows an address of IPv6 in brackets; NULL: there is none. */
static inline const char *http_skip_ipv6(const char *text)
{
	char digits[INET6_ADDRSTRLEN];
	struct in6_addr address;
	size_t n = *text == '[' ? strcspn(text + 1, "]") : sizeof digits;

	if (n >= sizeof digits || text[1 + n] == '\0')
		return NULL;
	memcpy(digits, text + 1, n);
	digits[n] = '\0';
	return inet_pton(AF_INET6, digits, &address) == 1 ? text + n + 2 : NULL;
}

/* Returns what follows host, or host:port, where the number may be missing; NULL: there
 * is no host, or no such port. */
static inline const char *http_host(const char *text)
{
	const char *end = *text == '[' ? http_skip_ipv6(text)
	                               : http_skip(text, "-._~!$&'()*+,;=");

	if (end == NULL || end == text)
		return NULL;
	if (*end != ':')
		return end;
	size_t digits = strspn(++end, "0123456789");
	return strtol(end, NULL, 10) > 65535 && digits > 0 ? NULL : end + digits;
}

#endif

/* reported.h - what tests of reports share: how much of a stack is in use is different on
 * each machine, and on a busy one anything may take too long for debug mode. */
#ifndef REPORTED_H
#define REPORTED_H

#include "testing.h"

#include <string.h>

/* In program_output, "stack: 1 KiB" becomes "stack: N KiB", whatever the number is, and
 * so does "stack: 1 KiB, at most 2 KiB", which debug mode says where it can. */
static inline void forget_stack_sizes(void)
{
	char *to = program_output;

	for (const char *from = program_output; *from != '\0';) {
		size_t digits = 0;
		if (strncmp(from, "stack: ", 7) == 0)
			digits = strspn(from + 7, "0123456789");
		if (digits > 0) {
			to = (char *)memmove(to, "stack: N", 8) + 8;
			from += 7 + digits;
			if (strncmp(from, " KiB, at most ", 14) == 0)
				from += 14 + strspn(from + 14, "0123456789");
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
}

/* In program_output, there is no line that says what held the loop. */
static inline void forget_what_held(void)
{
	char *to = program_output;

	for (const char *from = program_output; *from != '\0';) {
		size_t n = strcspn(from, "\n");
		const char *held = strstr(from, " held the loop for ");
		n += from[n] == '\n';
		if (held == NULL || held >= from + n) {
			memmove(to, from, n);
			to += n;
		}
		from += n;
	}
	*to = '\0';
}

#endif

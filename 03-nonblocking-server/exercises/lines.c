/* lines.c - makes lines out of the pieces in which they come.
 *
 * A socket knows bytes, and no lines. What was sent as two lines may come as one piece,
 * and one line may come as three pieces. */
#include "lines.h"

/* Takes n bytes more. Calls lines->fn(lines->arg, line, n) for each line that is whole
 * now, in order; n is the number of its bytes without the newline, and may be 0. A line
 * may have any other bytes, also zeros. The bytes behind the last newline wait for the
 * next call. The line lies in memory that is valid until fn returns; fn calls neither
 * lines_add nor lines_end. Returns 0; or -ENOMEM, and then none of the n bytes is
 * taken. */
int lines_add(Lines *lines, const char *data, size_t n)
{
	return 0;
}

/* Called when no more bytes will come. If some wait, they are the last line, which has
 * no newline, and fn is called with it. Then frees the memory. The lines can be used
 * again. */
void lines_end(Lines *lines)
{
}

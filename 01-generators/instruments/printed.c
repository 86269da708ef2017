/* printed.c - what the program prints is in the log, in order with what happens. */
#include "machines/stdout.h"
#include "trace_private.h"

/* ==== Given: a run that is watched ==== */

/* A line of the log for each piece that fits in one, and ends between two characters. */
static void printed(const char *text, size_t n)
{
	static char field[4 * 512 + 8];

	trace_lock();
	while (n > 0 && trace_output.record.fd >= 0) {
		size_t piece = n < 512 ? n : 512;
		while (piece > 1 && piece < n && (text[piece] & 0xc0) == 0x80)
			piece--;
		trace_escape(field, sizeof field, text, piece);
		trace_log("out", "%s", field);
		text += piece;
		n -= piece;
	}
	trace_unlock();
}

/* What the program has printed and is still in the buffer of stdout. */
static void printed_look(void)
{
	static bool looks;

	if (looks)
		return;
	looks = true;
	stdout_look();
	looks = false;
}

void printed_begin(void)
{
	stdout_watch(printed);
	trace_print_first = printed_look;
}

/* line_buffered.h - what a program has printed is seen, even if it is stopped. */
#include <stdio.h>

__attribute__((constructor)) static void print_lines(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
}

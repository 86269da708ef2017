/* stdout.h - what the program prints is seen on its way. */
#ifndef ASYNCIO_STDOUT_H
#define ASYNCIO_STDOUT_H

#include <stddef.h>

/* From now on this function is called with each piece that the program prints to stdout:
 * when stdout_look is called, or when it leaves the buffer of stdout. Nothing else
 * changes. Not seen are pieces that do not come by stdout, and wide characters. Where
 * libc has no such thing, nothing is seen. */
void stdout_watch(void (*printed)(const char *text, size_t n));

/* Sees what has been printed and is still in the buffer. */
void stdout_look(void);

#endif

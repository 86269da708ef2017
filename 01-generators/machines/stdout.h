/* stdout.h - what the program prints is seen on its way. */
#ifndef ASYNCIO_STDOUT_H
#define ASYNCIO_STDOUT_H

#include <stddef.h>

/* From now on this function is called with each piece that the program prints to stdout:
 * when stdout_look is called, or when it leaves the buffer of stdout. Nothing else
 * changes. Not seen is what goes to the descriptor without stdout, by write(2) say or
 * from another process, and wide characters. Without glibc nothing is seen. */
void stdout_watch(void (*printed)(const char *text, size_t n));

/* Sees what has been printed and is still in the buffer. */
void stdout_look(void);

#endif

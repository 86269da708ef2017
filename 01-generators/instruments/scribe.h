/* scribe.h - a process that reads the log of a run and draws the picture when the
 * run is over, even if the program crashes or is killed. A second one writes what a trace
 * has kept back when the program ends. */
#ifndef ASYNCIO_SCRIBE_H
#define ASYNCIO_SCRIBE_H

/* Begins the process that will write this file, or to stderr if it is "-". Returns
 * the descriptor that the log is to be written to; -1: there will be no picture, and
 * why has been said on stderr. */
int scribe_begin(const char *path);

/* Begins the process that writes what is kept back of the sentences when the program has
 * ended, and every process that goes on from it. Returns a descriptor that is open as
 * long as they are; -1: there is no such process, and nothing can be kept back. */
int scribe_begin_text(void);

/* Ends the log, waits until the picture has been written, and closes the descriptor. */
void scribe_wait(int fd);

#endif

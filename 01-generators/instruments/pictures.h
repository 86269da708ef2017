/* pictures.h - what can be made of the log of a run, which is described in trace.h. */
#ifndef ASYNCIO_PICTURES_H
#define ASYNCIO_PICTURES_H

#include <stddef.h>
#include <stdio.h>

/* Writes what the log shows to out. The log does not end in a NUL. */
typedef void Picture(const char *log, size_t length, FILE *out);

/* The log itself, for FILE.log. */
Picture picture_log;

/* The run as text, for a terminal or a file: a lane for each task, and its passes from
 * left to right. It is 80 columns wide, or as wide as the terminal. */
Picture picture_terminal;

/* The same as an SVG. */
Picture picture_svg;

/* A page for a browser, which plays the run step by step, for FILE.html. */
Picture player_html;

#endif

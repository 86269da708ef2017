/* frames.h - messages of any bytes, over a stream. */
#ifndef FRAMES_H
#define FRAMES_H

#include "streams.h"

MUST_CHECK int frame_write(StreamWriter *writer, const void *data, size_t n);
MUST_CHECK int frame_read(StreamReader *reader, void *data, size_t size, size_t *n);

#endif

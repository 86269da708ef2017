/* draw LOG [FILE.svg] - draws the log of a run, on stdout or into the file. The
 * environment says which passes, as it does where a run is watched. */
#include "picture_letters.h"
#include "pictures.h"
#include "trace_private.h"

#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
	FILE *in = argc > 1 ? fopen(argv[1], "r") : NULL;
	FILE *out = argc > 2 ? fopen(argv[2], "w") : stdout;
	size_t n = 0, room = 1 << 20;
	char *log = malloc(room);

	if (in == NULL || out == NULL || log == NULL)
		return 2;
	trace_begin();
	picture_letters_begin();
	while ((n += fread(log + n, 1, room - n, in)) == room)
		if ((log = realloc(log, room *= 2)) == NULL)
			return 2;
	if (argc > 2)
		picture_svg(log, n, out);
	else
		picture_terminal(log, n, out);
	fclose(in);
	free(log);
	return fclose(out) == 0 ? 0 : 1;
}

/* fuzz.h - what the fuzz drivers share. Each is one function, which libFuzzer calls with
 * millions of inputs; it says what is wrong and aborts, and libFuzzer shows the input.
 * There is no network, and time is virtual. */
#ifndef FUZZ_H
#define FUZZ_H

#include "machines/descriptors.h"
#include "runners.h"
#include "streams.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* What to begin with: a list that ends with NULL. Each driver has its own. */
static const char *const fuzz_seeds[];

static Loop *fuzz_loop;

static inline void fuzz_wrong(const char *what)
{
	fprintf(stderr, "wrong: %s\n", what);
	abort();
}

static inline void fuzz_check(bool is_so, const char *what)
{
	if (!is_so)
		fuzz_wrong(what);
}

/* Runs the loop until nothing is ready, and lets no time pass. */
static inline void fuzz_run(void)
{
	while (!list_empty(&fuzz_loop->ready)) {
		loop_stop(fuzz_loop);
		if (loop_run_forever(fuzz_loop) < 0)
			abort();
	}
}

/* Both ends of a connection, which are non-blocking. */
static inline void fuzz_connect(int ends[2])
{
	fuzz_check(io_socketpair(ends) == 0, "there is no socket pair");
}

/* Writes the seeds into the directory of the corpus, which is the last argument. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *corpus = (*argv)[*argc - 1];
	char name[4096];

	setenv("ASYNCIO_CLOCK", "virtual", 1);
	fuzz_loop = asyncio_new_event_loop();
	for (int i = 0; *argc > 1 && corpus[0] != '-' && fuzz_seeds[i] != NULL; i++) {
		snprintf(name, sizeof name, "%s/seed-%d", corpus, i);
		FILE *file = fopen(name, "w");
		if (file == NULL)
			break;
		fputs(fuzz_seeds[i], file);
		fclose(file);
	}
	return 0;
}

#endif

/* scan.c - a port scanner: it finds the ports of a host that accept connections.
 *
 * "scan 127.0.0.1 8000 8100" tries to connect to each port from 8000 to 8100, and prints
 * in the order of the ports:
 *
 *   8080 open
 *   8099 no answer
 *   open: 1 of 101
 *
 * A port that refuses the connection has no line, and neither has one at which connecting
 * fails with another error. "no answer" is one that has neither accepted nor refused the
 * connection within --timeout milliseconds. At most --at-once connections are tried at
 * one time, so that sixty thousand ports need no more descriptors than a hundred.
 *
 * Ports are numbers from 1 to 65535, and program_number refuses a LAST that is less than
 * FIRST. Of several addresses of the host the first one is scanned. If the host has no
 * address, or there is no descriptor left for a socket, the program prints one sentence
 * on stderr and nothing else, and its status is 1. */
#include "asyncio.h"
#include "program.h"

typedef struct Scan {
	const char *host;
	long first, last;
	long timeout; /* milliseconds */
	Semaphore places;
} Scan;

int main(int argc, char *argv[])
{
	Scan scan = { .timeout = 1000 };
	long at_once = 100;
	Option options[] = { { "at-once", &at_once, 1, 10000 },
		             { "timeout", &scan.timeout, 1, 60000 },
		             { 0 } };

	program_options(argc, argv, options,
	                " [--at-once N] [--timeout MS] HOST FIRST LAST");
	unsetenv("ASYNCIO_CLOCK"); /* others know nothing of our virtual clock */
	return 0;
}

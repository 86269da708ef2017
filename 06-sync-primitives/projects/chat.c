/* chat.c - a room in which all guests hear each other: nc 127.0.0.1 PORT.
 *
 * Prints "listening on 127.0.0.1:PORT" first, and then serves until SIGINT or SIGTERM.
 * A guest is asked "your name?", and asked again if the name is empty, longer than 20
 * bytes or taken. Then everybody hears "* ada has come". What ada writes the others hear
 * as "ada: hello", and at the end they hear "* ada has gone". All that the server says
 * are whole lines.
 *
 * The hard part: a guest that reads nothing must not hold up the others, and the server
 * must not need more and more memory for it. If 100 lines wait for a guest, the guest is
 * put out of the room. On a signal all guests hear "* the room is closed", and the
 * program ends with status 0, even if a guest does not go. */
#include "asyncio.h"
#include "program.h"

enum { NAME = 20, LINES = 100 };

typedef struct Guest {
	Links links; /* in the list of guests */
	char name[NAME + 1];
	StreamWriter *writer;
	Queue lines; /* of char *: what is still to be sent to this guest */
} Guest;

int main(int argc, char *argv[])
{
	long port = 8080;
	Option options[] = { { "port", &port, 0, 65535 }, { 0 } };

	program_begin(argc, argv, options, " [--port N]");
	unsetenv("ASYNCIO_CLOCK"); /* others know nothing of our virtual clock */
	return 0;
}

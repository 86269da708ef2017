/* chat.c - a room in which all guests hear each other: nc 127.0.0.1 PORT.
 *
 * Prints "listening on 127.0.0.1:PORT" first, and then serves until SIGINT or SIGTERM.
 * A guest is asked "your name?", and asked again if the name is empty, longer than 20
 * bytes or taken. Then everybody, ada too, hears "* ada has come". What ada writes the
 * others hear as "ada: hello", and at the end they hear "* ada has gone". All that the
 * server says are whole lines. A line of a guest has up to 1000 bytes before its
 * newline, and a "\r" in front of the newline does not belong to it. A guest that writes
 * a longer line is put out of the room.
 *
 * The hard part: a guest that reads nothing must not hold up the others, and the server
 * must not need more and more memory for it, whether the guest has a name yet or not. If
 * 100 lines wait for a guest when one more is said, the guest is put out of the room. But
 * a guest that reads is not put out because another one sends a thousand lines at once.
 *
 * On a signal all guests in the room hear "* the room is closed", and then the end of the
 * connection. The program ends with status 0 a few seconds later at most, even if a guest
 * neither reads nor goes. */
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

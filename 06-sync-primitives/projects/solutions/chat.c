/* chat.c - a room in which all guests hear each other: a way to write it.
 *
 * Each guest has two tasks: one reads what the guest writes, the other sends what waits
 * in the guest's queue. The bounded queue between them is the answer to the guest that
 * reads nothing. The task that reads never waits for another guest: it puts lines into
 * queues, and if one is full its guest has to go.
 *
 * But a queue is also full if the task that empties it has had no turn. A guest that
 * sends a thousand lines at once has its task find them all in the reader's buffer, so
 * reader_readline does not suspend. That is why the task gives up its turn after each
 * line: in that pass the tasks that send take what there is for guests that read.
 *
 * A second way has one task for a guest, and looks at writer->transport before it
 * writes; then a slow guest is found only when 64 KiB wait. */
#include "asyncio.h"
#include "program.h"
#include "server_listen.h"

/* LINE: a line of a guest, with "\r\n" and a '\0'. CHAT_GRACE: seconds. */
enum { NAME = 20, LINES = 100, LONGEST = 1000, LINE = LONGEST + 3, CHAT_GRACE = 1 };

typedef struct Guest {
	Links links; /* in the list of guests */
	char name[NAME + 1];
	StreamWriter *writer;
	Queue lines; /* of char *: what is still to be sent to this guest */
} Guest;

static Links guests;
static Event closing;

/* -EPIPE: the room is closed, and the guest still hears what was said before that. */
static void say_to(Guest *guest, const char *line)
{
	char *copy = strdup(line);
	int error = copy == NULL ? -ENOMEM : queue_put_nowait(&guest->lines, copy);

	if (error < 0)
		free(copy);
	if (error < 0 && error != -EPIPE)
		writer_abort(guest->writer); /* its reader is at the end now */
}

static void say(const Guest *but, const char *line)
{
	for (Links *l = guests.next; l != &guests; l = l->next) {
		Guest *guest = container_of(l, Guest, links);
		if (guest != but)
			say_to(guest, line);
	}
}

static int sends(void *arg, void **result)
{
	Guest *guest = arg;
	void *line;
	int error;

	while ((error = queue_get(&guest->lines, &line)) == 0) {
		error = writer_write(guest->writer, line, strlen(line));
		free(line);
		if (error == 0)
			error = writer_drain(guest->writer);
		if (error < 0)
			return error == -ECANCELED ? error : 0;
	}
	writer_close(guest->writer); /* the queue is shut down: the room is closed */
	return error == -EPIPE ? 0 : error;
}

static bool is_taken(const char *name)
{
	for (Links *l = guests.next; l != &guests; l = l->next) {
		if (strcmp(container_of(l, Guest, links)->name, name) == 0)
			return true;
	}
	return false;
}

/* The next line, without its end. 0; -ENODATA: there is none; -EMSGSIZE: it is too
 * long. */
static int hears(StreamReader *reader, char *line)
{
	ssize_t n = reader_readline(reader, line, LINE);

	if (n <= 0)
		return n < 0 ? (int)n : -ENODATA;
	line[strcspn(line, "\r\n")] = '\0';
	return strlen(line) > LONGEST ? -EMSGSIZE : 0;
}

static int asks_name(StreamReader *reader, Guest *guest)
{
	char line[LINE];
	int error;

	do {
		error = writer_write(guest->writer, "your name?\n", 11);
		if (error == 0)
			error = writer_drain(guest->writer);
		if (error == 0)
			error = hears(reader, line);
		if (error < 0)
			return error;
	} while (line[0] == '\0' || strlen(line) > NAME || is_taken(line));
	strcpy(guest->name, line);
	return 0;
}

/* Until the guest has nothing more to say. Each line is a pass of its own, in which the
 * others' tasks send it. */
static void talks(StreamReader *reader, Guest *guest)
{
	char line[LINE], said[NAME + LINE + 4];
	int error = 0;

	snprintf(said, sizeof said, "* %s has come\n", guest->name);
	say(NULL, said);
	while (error == 0 && hears(reader, line) == 0) {
		snprintf(said, sizeof said, "%s: %s\n", guest->name, line);
		say(guest, said);
		error = asyncio_sleep(0);
	}
	list_remove(&guest->links);
	snprintf(said, sizeof said, "* %s has gone\n", guest->name);
	say(NULL, said);
}

static int serve(StreamReader *reader, StreamWriter *writer, void *arg)
{
	Guest guest = { .writer = writer, .lines = { .maxsize = LINES } };
	void *line;

	if (asks_name(reader, &guest) < 0 || event_is_set(&closing))
		return 0;
	Task *sender = asyncio_create_task(sends, &guest);
	list_append(&guests, &guest.links);
	talks(reader, &guest);
	task_cancel(sender);
	int error = await(sender, NULL);
	while (queue_get_nowait(&guest.lines, &line) == 0)
		free(line);
	queue_clear(&guest.lines);
	return error == -ECANCELED ? 0 : error;
}

static void interrupted(void *unused)
{
	event_set(&closing);
}

static int closes(Server *server)
{
	Timeout timeout = { 0 };

	server_close(server);
	say(NULL, "* the room is closed\n");
	for (Links *l = guests.next; l != &guests; l = l->next)
		queue_shutdown(&container_of(l, Guest, links)->lines, false);
	int error = timeout_enter(&timeout, CHAT_GRACE);
	if (error == 0)
		error = server_wait_closed(server);
	error = timeout_exit(&timeout, error);
	if (error == -ETIMEDOUT) {
		server_abort_clients(server);
		error = server_wait_closed(server);
	}
	return error;
}

static int async_main(void *arg, void **result)
{
	const long *port = arg;
	Loop *loop = asyncio_get_running_loop();
	Handle interrupt = HANDLE(interrupted, NULL), end = HANDLE(interrupted, NULL);
	Server *server;

	list_init(&guests);
	int error = asyncio_start_server(serve, NULL, "127.0.0.1", (int)*port, &server);
	if (error < 0)
		return error;
	error = loop_add_signal_handler(loop, SIGINT, &interrupt);
	if (error == 0)
		error = loop_add_signal_handler(loop, SIGTERM, &end);
	if (error == 0) {
		printf("listening on 127.0.0.1:%d\n", server->port);
		program_flush();
		error = event_wait(&closing);
	}
	if (error == 0)
		error = closes(server);
	server_signals_block(); /* one that comes now would kill us */
	handle_cancel(&interrupt);
	handle_cancel(&end);
	server_free(server);
	return error;
}

int main(int argc, char *argv[])
{
	long port = 8080;
	Option options[] = { { "port", &port, 0, 65535 }, { 0 } };

	program_begin(argc, argv, options, " [--port N]");
	unsetenv("ASYNCIO_CLOCK"); /* others know nothing of our virtual clock */
	int error = asyncio_run(async_main, &port, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}

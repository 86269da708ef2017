/* Exercise key_value: see 05-queue/exercises/key_value.c. */
#include "key_value.h"
#include "machines/descriptors.h"
#include "runners.h"
#include "testing.h"

#include <errno.h>
#include <string.h>

/* Both ends of a connection, and the task that serves it. */
typedef struct Client {
	StreamReader *reader, *server_reader;
	StreamWriter *writer, *server_writer;
	Task *server;
} Client;

static Store store;

static int serve(void *arg, void **result)
{
	const Client *client = arg;
	int error = store_serve(client->server_reader, client->server_writer, &store);

	writer_close(client->server_writer);
	return error;
}

static void connect_to(Client *client)
{
	int ends[2] = { -1, -1 };

	succeeds(io_socketpair(ends));
	succeeds(asyncio_open_connection_sock(ends[0], &client->reader, &client->writer));
	succeeds(asyncio_open_connection_sock(ends[1], &client->server_reader,
	                                      &client->server_writer));
	client->server = asyncio_create_task(serve, client);
}

static void disconnect(Client *client)
{
	writer_close(client->writer);
	trace("%s", status_name(await(client->server, NULL)));
	writer_free(client->writer);
	writer_free(client->server_writer);
}

static void tell(Client *client, const char *text)
{
	ignore_status(writer_write(client->writer, text, strlen(text)));
}

static void hear(Client *client, int lines)
{
	char line[100];

	for (int i = 0; i < lines; i++) {
		ssize_t n = reader_readline(client->reader, line, sizeof line);
		if (n > 0)
			line[n - 1] = '\0';
		trace("%s", n > 0 ? line : n == 0 ? "(end)" : status_name(n));
	}
}

static int remembers(void *arg, void **result)
{
	Client client = { 0 };

	connect_to(&client);
	tell(&client, "get city\nset city New York\nget city\nset city Oslo\nget city\n");
	hear(&client, 5);
	disconnect(&client);
	return 0;
}

static void run(CoroutineFn *fn)
{
	store = (Store){ 0 };
	assert_int_equal(asyncio_run(fn, NULL, NULL), 0);
}

static void it_remembers_what_it_was_told(void **state)
{
	run(remembers);
	assert_trace("none ok New York ok Oslo ok");
}

static int has_keys_that_begin_alike(void *arg, void **result)
{
	Client client = { 0 };

	connect_to(&client);
	tell(&client, "set ab 1\nget a\nget abc\nset a 2\nget ab\nget a\n");
	hear(&client, 6);
	disconnect(&client);
	return 0;
}

static void keys_that_begin_alike_are_different(void **state)
{
	run(has_keys_that_begin_alike);
	assert_trace("ok none none ok 1 2 ok");
}

static int two_of_them(void *arg, void **result)
{
	Client ada = { 0 }, bob = { 0 };

	connect_to(&ada);
	connect_to(&bob);
	tell(&ada, "set a");
	tell(&bob, "set a 2\n");
	hear(&bob, 1);
	tell(&ada, " 1\nget a\n");
	hear(&ada, 2);
	tell(&bob, "get a");
	ignore_status(writer_write_eof(bob.writer));
	hear(&bob, 2);
	disconnect(&ada);
	disconnect(&bob);
	return 0;
}

static void several_clients_share_the_store(void **state)
{
	run(two_of_them);
	assert_trace("ok ok 1 1 (end) ok ok");
}

static int nonsense(void *arg, void **result)
{
	Client client = { 0 };

	connect_to(&client);
	tell(&client, "put a b\n\nget \nset a\nset a \nset  b\nget a b\n");
	hear(&client, 7);
	tell(&client, "set 1234567890abcdefg x\n"
	              "set 1234567890abcdef 12345678901234567890123456789012\n"
	              "set x 123456789012345678901234567890123\n");
	hear(&client, 3);
	disconnect(&client);
	return 0;
}

static void what_makes_no_sense_is_an_error(void **state)
{
	run(nonsense);
	assert_trace("error error error error error error error error ok error ok");
}

static int fills_it(void *arg, void **result)
{
	Client client = { 0 };

	connect_to(&client);
	tell(&client, "set a 1\nset b 1\nset c 1\nset d 1\nset e 1\nset a 2\nget a\n");
	hear(&client, 7);
	disconnect(&client);
	return 0;
}

static void a_full_store_still_changes_what_it_has(void **state)
{
	run(fills_it);
	assert_trace("ok ok ok ok full ok 2 ok");
}

static int speaks_too_long(void *arg, void **result)
{
	Client client = { 0 };

	connect_to(&client);
	for (int i = 0; i < 10; i++) {
		tell(&client, "this line is too long, and does not end ");
		succeeds(asyncio_sleep(1));
	}
	tell(&client, "\nget a\n");
	hear(&client, 2);
	disconnect(&client);
	return 0;
}

static void a_line_that_is_too_long_is_one_error(void **state)
{
	run(speaks_too_long);
	assert_trace("error none ok");
}

static int never_reads(void *arg, void **result)
{
	static char requests[4000000];
	Client client = { 0 };

	for (size_t i = 0; i + 6 <= sizeof requests; i += 6)
		memcpy(requests + i, "get a\n", 6);
	connect_to(&client);
	ignore_status(writer_write(client.writer, requests, sizeof requests));
	succeeds(asyncio_sleep(60));
	size_t kept = client.server_writer->transport == NULL
	                      ? 0
	                      : transport_get_write_buffer_size(
					client.server_writer->transport);
	trace("%s", kept > 0 && kept < 200000 ? "little" : kept == 0 ? "none" : "much");
	writer_abort(client.writer);
	ignore_status(await(client.server, NULL));
	writer_free(client.writer);
	writer_free(client.server_writer);
	return 0;
}

static void answers_that_are_not_read_do_not_fill_the_memory(void **state)
{
	run(never_reads);
	assert_trace("little");
}

TESTS(T(it_remembers_what_it_was_told), T(keys_that_begin_alike_are_different),
      T(several_clients_share_the_store), T(what_makes_no_sense_is_an_error),
      T(a_full_store_still_changes_what_it_has), T(a_line_that_is_too_long_is_one_error),
      T(answers_that_are_not_read_do_not_fill_the_memory))

/* 3.1.2: the server that never sleeps answers, and the client prints what it answers. */
#include "answers.h"

static void it_answers_in_upper_case(void **state)
{
	answers_in_upper_case("busy", NULL);
}

static void it_serves_two_clients_in_turn(void **state)
{
	serves_two_in_turn("busy", NULL);
}

static void it_outlives_a_client_that_goes_without_a_word(void **state)
{
	Serving serving = serving_start("busy", NULL, NULL);

	close(serving_connect(&serving));
	int fd = serving_connect(&serving);
	say(fd, "half a li");
	close(fd);
	assert_serves(&serving);
	serving_stop(&serving, SIGKILL);
}

static void the_client_prints_the_answers(void **state)
{
	Serving serving = serving_start("busy", NULL, NULL);
	char command[80];

	snprintf(command, sizeof command, "client --port %d one 'and two'", serving.port);
	assert_int_equal(run_in_time(command), 0);
	assert_text(program_output, "ONE\nAND TWO\n");
	serving_stop(&serving, SIGKILL);
}

static void the_client_sends_the_lines_of_its_input(void **state)
{
	Serving serving = serving_start("busy", NULL, NULL);
	char command[80];
	FILE *lines = temporary_file();

	assert_non_null(lines);
	fputs("first\n\nno newline", lines);
	rewind(lines);
	dup2(fileno(lines), STDIN_FILENO);
	snprintf(command, sizeof command, "client --port %d", serving.port);
	assert_int_equal(run_in_time(command), 0);
	assert_text(program_output, "FIRST\n\nNO NEWLINE\n");
	serving_stop(&serving, SIGKILL);
}

/* A socket of this machine that has a port, and does not listen yet. */
static int bind_here(int *port)
{
	struct sockaddr_in here = { .sin_family = AF_INET,
		                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof here;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&here, size), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&here, &size), 0);
	*port = ntohs(here.sin_port);
	return fd;
}

static void the_client_says_when_nobody_listens(void **state)
{
	the_client_prints_the_answers(state); /* of a server that does listen */
	char command[80], sentence[80];
	int port, fd = bind_here(&port);

	snprintf(command, sizeof command, "client --port %d hello", port);
	snprintf(sentence, sizeof sentence, "client: nobody listens on port %d\n", port);
	assert_int_equal(run_in_time(command), 1);
	assert_text(program_output, sentence);
	close(fd);
}

static void the_client_says_when_the_server_has_gone(void **state)
{
	the_client_prints_the_answers(state); /* of one that has not */
	char command[80];
	int port, listener = bind_here(&port);

	assert_int_equal(listen(listener, 1), 0);
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		char byte;
		int fd = accept(listener, NULL, NULL);
		while (recv(fd, &byte, 1, 0) == 1 && byte != '\n')
			;
		_exit(0);
	}
	close(listener);
	snprintf(command, sizeof command, "client --port %d hello", port);
	assert_int_equal(run_in_time(command), 1);
	assert_text(program_output, "client: the server has gone\n");
	waitpid(child, NULL, 0);
}

TESTS(T(it_answers_in_upper_case), T(it_serves_two_clients_in_turn),
      T(it_outlives_a_client_that_goes_without_a_word),
      T(the_client_prints_the_answers), T(the_client_sends_the_lines_of_its_input),
      T(the_client_says_when_nobody_listens), T(the_client_says_when_the_server_has_gone))

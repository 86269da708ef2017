/* Rung 5.3.4: servers that have ended leave no memory behind. */
#include "memory.h"
#include "serve.h"

enum { AGAIN_AND_AGAIN = 1000 };

static int serves_often(int n)
{
	int error = 0;

	for (int i = 0; i < n && error == 0; i++) {
		int port, fd = bound_socket(&port);
		error = asyncio_start_server_sock(echoes, NULL, fd, &server);
		if (error == 0)
			server_free(server);
	}
	return error;
}

/* From now on there is only what small pieces are left. */
static void take_large_pieces(void)
{
	struct rlimit none = { 0, RLIM_INFINITY };
	char *volatile taken;

	setrlimit(RLIMIT_AS, &none);
	for (size_t n = 1 << 16; n >= 1024; n /= 2) {
		while ((taken = malloc(n)) != NULL)
			;
	}
}

static int serves_again_and_again(void *arg, void **result)
{
	int error = serves_often(10);

	take_large_pieces();
	if (error == 0)
		error = serves_often(AGAIN_AND_AGAIN);
	give_memory();
	return error;
}

static void serve_again_and_again(void)
{
	int error = asyncio_run(serves_again_and_again, NULL, NULL);

	printf("%s%s", error_name(error),
	       error == -ENOMEM ? ": servers and listeners were not freed" : "");
	fflush(stdout);
	_Exit(0);
}

static void a_server_that_is_freed_leaves_no_memory_behind(void **state)
{
	if (SANITIZED || TEST_SCALE > 1 || getenv("RUN_UNDER") != NULL)
		skip_because("valgrind, emulators and sanitizers need memory of their "
		             "own");
	assert_int_equal(run_child(serve_again_and_again), 0);
	assert_text(program_output, "0");
}

TESTS(T(a_server_that_is_freed_leaves_no_memory_behind))

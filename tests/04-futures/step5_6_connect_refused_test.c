/* Rung 4.5.6: connections that are refused, or interrupted. */
#include "socks.h"
#include "system.h"

/* In front of the system's: the first call fails with this error. */
static int connect_error, connects;

int first_connect(int fd, const void *address, socklen_t size) INSTEAD_OF(connect);

/* Begins, even if it says that it was interrupted. */
int first_connect(int fd, const void *address, socklen_t size)
{
	int status = (int)SYSTEM(connect, fd, address, size), error = connect_error;

	connects++;
	connect_error = 0;
	if (error != 0)
		errno = error;
	return error != 0 ? -1 : status;
}

static int connects_interrupted(void *arg, void **result)
{
	struct sockaddr_in address;
	int listener = listen_here(&address, 5), fd = new_socket();

	connect_error = EINTR;
	connects = 0;
	trace("%s", why(connect_to(fd, &address)));
	trace("%d", connects);
	loop_close_fd(loop, fd);
	loop_close_fd(loop, listener);
	return 0;
}

static void a_connect_that_is_interrupted_goes_on(void **state)
{
	run_on_both(connects_interrupted, "0 1");
}

static void tells(void *text)
{
	trace("%s", (char *)text);
	loop_remove_writer(loop, pair[0]);
}

/* The connect fails because a callback waits for the socket already, which is called even
 * so. */
static int connects_what_another_watches(void *arg, void **result)
{
	struct sockaddr_in address;
	int listener = listen_here(&address, 5);
	Handle writer = HANDLE(tells, "still there");

	succeeds(loop_add_writer(loop, pair[0], &writer));
	connect_error = EINTR;
	trace("%s", why(connect_to(pair[0], &address)));
	succeeds(asyncio_sleep(0.01));
	loop_close_fd(loop, listener);
	return 0;
}

static void a_connect_that_is_refused_disturbs_nobody(void **state)
{
	run_on_both(connects_what_another_watches, "EBUSY still there");
}

/* In front of the system's: fails with this error. */
static int question_error;

int first_getsockopt(int fd, int level, int name, void *value, socklen_t *size)
	INSTEAD_OF(getsockopt);

int first_getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
	if (question_error == 0)
		return (int)SYSTEM(getsockopt, fd, level, name, value, size);
	errno = question_error;
	return -1;
}

static int connects_to_nowhere(void *arg, void **result)
{
	struct sockaddr_in address;
	int listener = listen_here(&address, 5), fd = new_socket();

	connect_error = ENETUNREACH;
	trace("%s", connect_to(fd, &address) == -ENETUNREACH ? "refused" : "?");
	connect_error = EINTR;
	question_error = ENOBUFS;
	trace("%s", connect_to(fd, &address) == -ENOBUFS ? "asked in vain" : "?");
	question_error = 0;
	loop_close_fd(loop, fd);
	loop_close_fd(loop, listener);
	return 0;
}

static void the_error_of_a_connect_is_the_systems(void **state)
{
	run_on_both(connects_to_nowhere, "refused asked in vain");
}

static int connects_wrongly(void *arg, void **result)
{
	Loop *other = asyncio_new_event_loop();
	struct sockaddr_in address = { .sin_family = AF_INET };

	trace("%s", why(loop_sock_connect(other, pair[0], NULL, 0)));
	trace("%s", why(connect_to(12345, &address)));
	loop_free(other);
	return 0;
}

static void connects_to_a_closed_loop(Loop *new_loop)
{
	assert_int_equal(loop_close(new_loop), 0);
	assert_int_equal(loop_sock_connect(new_loop, pair[0], NULL, 0), -ESHUTDOWN);
}

static void a_connect_that_is_wrong_is_refused_at_once(void **state)
{
	run_on_both(connects_wrongly, "EINVAL EBADF");
	on_both(connects_to_a_closed_loop);
}

TESTS(T(a_connect_that_is_interrupted_goes_on),
      T(a_connect_that_is_refused_disturbs_nobody),
      T(the_error_of_a_connect_is_the_systems),
      T(a_connect_that_is_wrong_is_refused_at_once))

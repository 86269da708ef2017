/* Rung 5.5.4: names are looked up on a thread. */
#include "threads.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static Loop *loop;

/* The library's is this one: it answers when the gate is open. */
static Gate gate;
static int answer;
static atomic_int looked_up, freed;
static char asked[64]; /* what it was asked the last time, when the gate was open */

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                struct addrinfo **result)
{
	static struct sockaddr_in address = { .sin_family = AF_INET };

	gate_pass(&gate);
	snprintf(asked, sizeof asked, "host %s, service %s, family %s",
	         host == NULL ? "NULL" : host, service,
	         hints != NULL && hints->ai_family == AF_INET ? "AF_INET" : "other");
	atomic_fetch_add(&looked_up, 1);
	errno = EIO;
	if (answer != 0)
		return answer;
	*result = calloc(1, sizeof **result);
	address.sin_port = htons((in_port_t)atoi(service));
	(*result)->ai_family = hints == NULL ? AF_UNSPEC : hints->ai_family;
	(*result)->ai_addr = (struct sockaddr *)&address;
	(*result)->ai_canonname = strdup(host == NULL ? "any" : host);
	return 0;
}

void freeaddrinfo(struct addrinfo *result)
{
	atomic_fetch_add(&freed, 1);
	free(result->ai_canonname);
	free(result);
}

static int looks_up(void *unused, void **result)
{
	char host[] = "example.org", service[] = "80";
	struct addrinfo hints = { .ai_family = AF_INET6 }, *found = NULL;

	gate_open(&gate);
	int status = loop_getaddrinfo(loop, host, service, &hints, &found);
	if (found == NULL || status < 0)
		return found == NULL && status < 0 ? status : -EFAULT;
	trace("%s %d", found->ai_canonname,
	      ntohs(((struct sockaddr_in *)(void *)found->ai_addr)->sin_port));
	trace("%d", found->ai_family == AF_INET6);
	freeaddrinfo(found);
	status = loop_getaddrinfo(loop, NULL, "443", NULL, &found);
	if (found == NULL)
		return -EFAULT;
	trace("%s %d", found->ai_canonname, found->ai_family == AF_UNSPEC);
	freeaddrinfo(found);
	return status;
}

static void a_name_is_looked_up(void **state)
{
	loop = new_loop();
	assert_int_equal(coroutine_status(loop, looks_up, NULL), 0);
	assert_trace("example.org 80 1 any 1");
	assert_int_equal(atomic_load(&freed), 2);
	loop_free(loop);
}

static int only_wants_to_know(void *unused, void **result)
{
	return loop_getaddrinfo(loop, "example.org", "80", NULL, NULL);
}

static void what_nobody_asks_for_is_freed(void **state)
{
	gate_open(&gate);
	loop = new_loop();
	assert_int_equal(coroutine_status(loop, only_wants_to_know, NULL), 0);
	assert_int_equal(atomic_load(&looked_up), 1);
	assert_int_equal(atomic_load(&freed), 1);
	loop_free(loop);
}

static void each_error_has_its_number_and_speaks_of_names(void **state)
{
	static const struct {
		int answer, status;
	} errors[] = {
		{ EAI_NONAME, -ENOENT },
#ifdef EAI_NODATA
		{ EAI_NODATA, -ENOENT },
#endif
		{ EAI_AGAIN, -EAGAIN },  { EAI_MEMORY, -ENOMEM },  { EAI_SYSTEM, -EIO },
		{ EAI_FAIL, -EINVAL },   { EAI_SERVICE, -EINVAL },
	};

	loop = new_loop();
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		answer = errors[i].answer;
		assert_int_equal(coroutine_status(loop, looks_up, NULL),
		                 errors[i].status);
	}
	assert_int_equal(atomic_load(&freed), 0);
	assert_text(getaddrinfo_strerror(-ENOENT), "No host of that name is known");
	assert_text(getaddrinfo_strerror(-EAGAIN), "The name cannot be looked up now");
	assert_text(getaddrinfo_strerror(-ECONNREFUSED), strerror(ECONNREFUSED));
	loop_free(loop);
}

/* What it was given says something else when the thread looks. */
static int looks_up_what_goes(void *unused, void **result)
{
	static char host[16], service[4];
	static struct addrinfo hints;
	struct addrinfo *found = NULL;

	strcpy(host, "gone.example");
	strcpy(service, "80");
	hints = (struct addrinfo){ .ai_family = AF_INET };
	int status = loop_getaddrinfo(loop, host, service, &hints, &found);
	trace("%s", error_name(status));
	strcpy(host, "overwritten");
	strcpy(service, "1");
	hints = (struct addrinfo){ .ai_family = AF_UNSPEC };
	return status;
}

static int cancels_the_look_up(void *unused, void **result)
{
	Task *task = asyncio_create_task(looks_up_what_goes, NULL);

	succeeds(asyncio_sleep(0.001));
	trace("%d", gate_has(&gate, 1));
	task_cancel(task);
	ignore_status(await(task, NULL));
	gate_open(&gate);
	Patience patience = { .seconds = TEST_SCALE > 1 ? 30 : 2 };
	while (atomic_load(&freed) == 0 && patience_lasts(&patience))
		succeeds(asyncio_sleep(0.001)); /* the loop has to hear of its end */
	return 0;
}

static void what_nobody_takes_is_freed(void **state)
{
	loop = new_loop();
	assert_int_equal(coroutine_status(loop, cancels_the_look_up, NULL), 0);
	assert_trace("1 ECANCELED");
	assert_int_equal(atomic_load(&looked_up), 1);
	assert_int_equal(atomic_load(&freed), 1);
	loop_free(loop);
}

static void a_thread_looks_up_copies_of_what_it_was_given(void **state)
{
	loop = new_loop();
	assert_int_equal(coroutine_status(loop, cancels_the_look_up, NULL), 0);
	assert_trace("1 ECANCELED");
	assert_int_equal(atomic_load(&looked_up), 1);
	assert_text(asked, "host gone.example, service 80, family AF_INET");
	loop_free(loop);
}

static void what_comes_after_the_loop_is_freed(void **state)
{
	loop = new_loop();
	Task *task = loop_create_task(loop, looks_up_what_goes, NULL);
	loop_stop(loop);
	succeeds(loop_run_forever(loop));
	assert_true(gate_has(&gate, 1));
	loop_free(loop);
	assert_int_equal(future_result(task, NULL), -ECANCELED);
	future_unref(task);
	gate_open(&gate);
	assert_true(counts_to(&freed, 1));
	assert_int_equal(atomic_load(&freed), 1);
}

static int asks_another_loop(void *other, void **result)
{
	struct addrinfo *found = NULL;

	return loop_getaddrinfo(other, "host", "80", NULL, &found);
}

static void it_wants_a_task_of_its_loop(void **state)
{
	struct addrinfo some, *found = &some;
	Loop *other = new_loop();

	loop = new_loop();
	assert_int_equal(loop_getaddrinfo(loop, "host", "80", NULL, &found), -EPERM);
	assert_null(found);
	assert_int_equal(coroutine_status(loop, asks_another_loop, other), -EINVAL);
	real_sleep(A_MOMENT);
	assert_int_equal(atomic_load(&gate.arrived), 0); /* no thread looks it up */
	loop_free(other);
	loop_free(loop);
}

static int asks_when_its_loop_is_closed(void *unused, void **result)
{
	struct addrinfo *found = NULL;
	int closed = asyncio_sleep(INFINITY);

	trace("%d", closed == -ECANCELED && loop->closed);
	trace("%d", loop_getaddrinfo(loop, "host", "80", NULL, &found) == -ECANCELED);
	return 0;
}

static void in_a_closed_loop_a_look_up_is_cancelled(void **state)
{
	loop = new_loop();
	task_detach(loop_create_task(loop, asks_when_its_loop_is_closed, NULL));
	loop_stop(loop);
	succeeds(loop_run_forever(loop));
	loop_free(loop);
	assert_trace("1 1");
}

TESTS(T(a_name_is_looked_up), T(what_nobody_asks_for_is_freed),
      T(each_error_has_its_number_and_speaks_of_names), T(what_nobody_takes_is_freed),
      T(a_thread_looks_up_copies_of_what_it_was_given),
      T(what_comes_after_the_loop_is_freed), T(it_wants_a_task_of_its_loop),
      T(in_a_closed_loop_a_look_up_is_cancelled))

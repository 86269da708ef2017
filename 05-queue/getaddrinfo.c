/* getaddrinfo.c - names are looked up on a thread, for the system's way to do it
 * blocks. */
#include "machines/names.h"
#include "threads_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What the thread needs is copied: perhaps nobody waits for it any more. */
typedef struct Lookup {
	Call call;
	const char *host, *service;
	const struct addrinfo *hints;
	struct addrinfo copied_hints, *found;
	char text[]; /* host and service */
} Lookup;

/* ==== Step 5.5: calls that block ==== */

static void lookup_free(void *call)
{
	Lookup *lookup = call;

	if (lookup->found != NULL)
		freeaddrinfo(lookup->found);
	free(lookup);
}

static size_t size_of(const char *text)
{
	return text == NULL ? 0 : strlen(text) + 1;
}

static Lookup *lookup_new(const char *host, const char *service,
                          const struct addrinfo *hints)
{
	size_t n = size_of(host), m = size_of(service);
	Lookup *lookup = calloc(1, sizeof *lookup + n + m);

	if (lookup == NULL)
		return NULL;
	if (host != NULL)
		lookup->host = memcpy(lookup->text, host, n);
	if (service != NULL)
		lookup->service = memcpy(lookup->text + n, service, m);
	if (hints != NULL)
		lookup->hints = memcpy(&lookup->copied_hints, hints, sizeof *hints);
	return lookup;
}

/* On the thread. */
static int lookup_run(void *arg, void **result)
{
	Lookup *lookup = arg;

	return names_status(getaddrinfo(lookup->host, lookup->service, lookup->hints,
	                                &lookup->found));
}

int loop_getaddrinfo(Loop *loop, const char *host, const char *service,
                     const struct addrinfo *hints, struct addrinfo **result)
{
	if (result != NULL)
		*result = NULL;
	if (task_running == NULL)
		return -EPERM;
	if (task_running->future.loop != loop)
		return -EINVAL;
	if (loop->closed)
		return -ECANCELED;
	Lookup *lookup = lookup_new(host, service, hints);
	if (lookup == NULL)
		return -ENOMEM;
	Future *call = call_begin(&lookup->call, loop, lookup_run, lookup, lookup_free);
	int status = future_wait(call);
	if (status == 0 && result != NULL) {
		*result = lookup->found;
		lookup->found = NULL;
	}
	future_unref(call);
	return status;
}

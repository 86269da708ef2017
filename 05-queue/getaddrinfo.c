/* getaddrinfo.c - names are looked up on a thread, because the system's function for it
 * blocks. */
#include "machines/names.h"
#include "threads_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A call, and behind it a copy of everything that the thread needs: the task may have
 * been cancelled when the thread looks the name up. */
typedef struct Lookup {
	Call call;                    /* first: a Lookup is a Call */
	const char *host, *service;   /* in text, or NULL */
	const struct addrinfo *hints; /* &copied_hints, or NULL */
	struct addrinfo copied_hints;
	struct addrinfo *found; /* what was found, until somebody takes it */
	char text[];
} Lookup;

/* ==== 5.5.4: names are looked up on a thread ==== */

/* Frees a Lookup, and before that what was found, if nobody has taken it. */
static void lookup_free(void *call)
{
	Lookup *lookup = call;

	if (lookup->found != NULL)
		freeaddrinfo(lookup->found);
	free(lookup);
}

/* Returns how many bytes a copy of this text needs; 0 for NULL. */
static size_t size_of(const char *text)
{
	return text == NULL ? 0 : strlen(text) + 1;
}

/* Makes a zeroed Lookup, with copies of what is not NULL: host and service, one after
 * the other in text, and hints. Returns NULL if there is no memory. */
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

/* Called on the thread: looks the copies up, and returns names_status of what
 * getaddrinfo returns. */
static int lookup_run(void *arg, void **result)
{
	Lookup *lookup = arg;

	return names_status(getaddrinfo(lookup->host, lookup->service, lookup->hints,
	                                &lookup->found));
}

/* Stores NULL first, if result is not NULL. Without a running task returns -EPERM; in a
 * task of another loop -EINVAL; if the loop is closed -ECANCELED; without memory -ENOMEM.
 * Otherwise begins a call that runs lookup_run, and waits for it, but as the owner of a
 * reference (future_wait). If it succeeds, and result is not NULL, stores what was found,
 * which the Lookup does not free any more. Gives the reference back, and returns the
 * status of the call. */
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

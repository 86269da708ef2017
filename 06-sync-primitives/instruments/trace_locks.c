/* trace_locks.c - what is done with a lock or one of its relatives. */
#include "trace_locks.h"

#include <string.h>

/* ==== Given: a run that is watched ==== */

/* The log has a verb for what players and pictures know; the rest is said in words. */
static bool has_a_verb(const char *does)
{
	return strcmp(does, "acquires") == 0 || strcmp(does, "releases") == 0 ||
	       strcmp(does, "sets") == 0;
}

void trace_does_it(const char *does, const char *kind, const void *object,
                   const char *name, const Links *waiters)
{
	bool wakes = waiters == NULL || !waiters_empty(waiters);
	const char *nobody = wakes ? "" : ": nobody waits";
	bool permit = strcmp(kind, "semaphore") == 0;

	trace_lock();
	const Thing *thing = trace_object(object, kind, name);
	trace_did("%s %s%s%s", does, permit ? "a permit of " : "", thing->name, nobody);
	if (has_a_verb(does))
		trace_log(does, "%s\t%s\t-", trace_by(), thing->id);
	else
		trace_log("says", "%s\t%s %s%s", trace_by(), does, thing->name, nobody);
	trace_unlock();
}

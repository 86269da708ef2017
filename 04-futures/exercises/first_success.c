/* first_success.c - several attempts, each begun a little later; the first to succeed
 * wins.
 *
 * A name has four addresses, and some of them do not answer. To try them one after the
 * other takes minutes, and to try all at once is not polite. Browsers begin with the
 * first and, if it has not answered after a quarter of a second, try the second beside
 * it, and so on (RFC 8305 calls that "happy eyeballs"). */
#include "first_success.h"

#include <errno.h>

/* Begins fn(args[0]) in a task of its own. Begins the next one, in the order of args,
 * when the last one was begun delay seconds ago, or when one has failed, whichever comes
 * first: a failure begins one even while others still try, and the delay is counted from
 * there. If two fail in one pass, one more may be begun, or two. Returns 0 and the value
 * of the first attempt that succeeds; if two succeed in one pass, either will do. The
 * value may be NULL. If all n have failed, returns the error of the one that has failed
 * last, or of one of those that have failed in the last pass. An attempt that returns
 * -ECANCELED although nobody has cancelled it has failed like any other. n is at least 1.
 *
 * All attempts have ended when first_success returns: those that are not wanted any more
 * are cancelled first, and awaited, and what they return does not matter. If the running
 * task is cancelled during first_success, so are all attempts, and -ECANCELED is returned
 * when they have ended, however often it is cancelled meanwhile. That holds also if the
 * request comes in the pass in which an attempt succeeds, or later, while the others end.
 * Where no value came, NULL is stored in *result. -ENOMEM: no memory. */
int first_success(CoroutineFn *fn, void *args[], size_t n, double delay, void **result)
{
	*result = NULL;
	return 0;
}

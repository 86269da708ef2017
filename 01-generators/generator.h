/* generator.h - functions that can pause: Python's generators.
 *
 *   int fn(void *arg, void **result)     def fn(arg):
 *   generator_yield(value, &sent)            sent = yield value
 *   *result = value; return 0;               return value
 *   return -EIO;                             raise OSError(EIO)
 *
 * Unless it says otherwise a function returns 0, or a negative errno. Every void **
 * may be NULL; where no value came, NULL is stored. A generator belongs to the thread
 * that made it. A NULL generator is one that there was no memory for: resuming it
 * returns -ENOMEM. */
#ifndef ASYNCIO_GENERATOR_H
#define ASYNCIO_GENERATOR_H

#include "machines/must_check.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Generator Generator;
typedef struct StackPool StackPool;

/* The body. A positive return value is a mistake: it is reported, and becomes -EINVAL. */
typedef int GeneratorFn(void *arg, void **result);

/* g = fn(arg): runs nothing yet. Looks at arg. You free it. NULL: no memory. Its stack
 * has 64 KiB. */
Generator *generator_new(GeneratorFn *fn, void *arg);

/* The same, with a stack of stack_size bytes: 16 KiB to 8 MiB, rounded up to a power of
 * two. Less than 16 KiB counts as 16 KiB. NULL: no memory, or it is more than 8 MiB. Up
 * to four KiB of it are the runtime's own. */
Generator *generator_new_sized(GeneratorFn *fn, void *arg, size_t stack_size);

/* Closes it if it is paused, then frees it. What a __del__ could not raise goes to
 * stderr: an error in its cleanup, a body that will not end, the freeing of one that
 * is running. */
void generator_free(Generator *g);

/* g.__name__ = name, g.__name__: for messages. Copied, 31 bytes of it. It begins as
 * "". A NULL name changes nothing. */
void generator_set_name(Generator *g, const char *name);
const char *generator_get_name(const Generator *g);

/* next(g): runs to the next yield. 1: it yielded *value. 0: it has ended
 * (StopIteration), with what it returned the first time, NULL later. Negative: it
 * failed. -EBUSY: it is running. */
MUST_CHECK static inline int generator_next(Generator *g, void **value);

/* g.send(sent): next, and the yield it is paused at evaluates to sent. -EINVAL: it has
 * not begun, and sent is not NULL. */
MUST_CHECK static inline int generator_send(Generator *g, void *sent, void **value);

/* g.throw(error): next, and the yield it is paused at returns error. One that has not
 * begun or has ended hands error back. -EINVAL: error is not negative. */
MUST_CHECK int generator_throw(Generator *g, int error, void **value);

/* g.close(): throws -ECANCELED, so that it cleans up and ends. 0 when it has, or had
 * before; the error of its cleanup; -EPROTO when it yields instead, and lives on. Of NULL
 * it is 0, because there is nothing to close; all other calls return -ENOMEM of NULL. */
MUST_CHECK int generator_close(Generator *g);

/* StopIteration.value, any number of times: what it returned, or the error it ended with.
 * -EINPROGRESS: it is alive. Where there is no value, NULL is stored; value may be
 * NULL. */
int generator_result(Generator *g, void **value);

/* sent = yield value: pauses the running generator, from however deep inside it. Returns
 * what was thrown in: clean up and return it. -EPERM: no generator is running. */
MUST_CHECK static inline int generator_yield(void *value, void **sent);

/* result = yield from inner: passes on what inner yields, and to inner what is sent,
 * thrown, closed, until it has ended. Looks at inner: you free it. Returns the error
 * inner ended with. */
MUST_CHECK int generator_yield_from(Generator *inner, void **result);

/* The generator that runs now, the innermost; NULL: none. */
static inline Generator *generator_running(void);

/* Pauses outermost, which is running, together with every generator that runs inside
 * it; its resumer is told that it yielded NULL. Its next resume goes on right here; what
 * that sends or throws is lost. For schedulers. */
static inline void generator_suspend(Generator *outermost);

/* generator_new, with a stack of this pool (stack.h), and with room for so many bytes (a
 * multiple of 16) below the Generator, for what somebody wants to keep of it: they go
 * with it. Chapter 4's joint. */
Generator *generator_new_with_room(GeneratorFn *fn, void *arg, StackPool *pool,
                                   size_t room);

#include "generator_inline.h"

#endif

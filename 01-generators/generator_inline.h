/* generator_inline.h - the functions of generator.h that switch. Inlined in their
 * callers, so that no function returns that was called before the switch: see the end
 * of the chapter. */
#ifndef ASYNCIO_GENERATOR_INLINE_H
#define ASYNCIO_GENERATOR_INLINE_H

#include "context.h"
#include "instruments/trace.h"
#include "stack.h"

#include <errno.h>

/* CREATED -> RUNNING <-> SUSPENDED, and from each of them -> CLOSED, for good. The first
 * two here can be resumed. */
typedef enum GeneratorState {
	GEN_CREATED,   /* its body has not begun */
	GEN_SUSPENDED, /* at a yield, or in generator_suspend */
	GEN_RUNNING,   /* it runs, or one that it has resumed */
	GEN_CLOSED     /* its body has returned, or never will begin */
} GeneratorState;

/* It lies on the stack it runs on, right below the CallStack. */
struct Generator {
	_Alignas(16) CpuContext context; /* who is paused here: itself, or its resumer */
	Generator *innermost;            /* who will run when it is resumed */
	void *value;                     /* what the last switch carried, in or out */
	int error;                       /* what the last switch threw in */
	GeneratorState state;
	bool closing; /* generator_close is what resumed it */
	int status;   /* once CLOSED: how it ended */
	void *result;
	GeneratorFn *fn;
	void *arg;
	CallStack *stack;
};

/* The innermost one, NULL: none. Whoever resumes sets it back when the switch returns. */
extern _Thread_local Generator *generator_current;

/* ==== Step 1.2: next and yield ==== */

static inline Generator *generator_running(void)
{
	return generator_current;
}

/* The one way in, for a generator that is paused or new. */
static inline int generator_resume(Generator *g, void *sent, int thrown, void **value)
{
	Generator *resumer = generator_current;

	g->value = sent;
	g->error = thrown;
	g->state = GEN_RUNNING;
	generator_current = g->innermost;
	context_swap(&g->context);
	generator_current = resumer;
	if (value != NULL)
		*value = g->value;
	return g->state == GEN_SUSPENDED ? 1 : g->status;
}

/* ==== Given: a run that is watched ==== */

/* generator_resume, which is told to the trace, if there is one. */
static inline int generator_enter(Generator *g, void *sent, int thrown, void **value)
{
	if (tracing())
		return trace_resume(g, sent, thrown, value);
	return generator_resume(g, sent, thrown, value);
}

/* ==== Step 1.2: next and yield ==== */

/* generator_next, when there is nothing to resume. */
int generator_next_otherwise(Generator *g, void **value);

static inline int generator_next(Generator *g, void **value)
{
	if (g == NULL || g->state > GEN_SUSPENDED)
		return generator_next_otherwise(g, value);
	return generator_enter(g, NULL, 0, value);
}

static inline int generator_yield(void *value, void **sent)
{
	Generator *g = generator_current;

	if (sent != NULL)
		*sent = NULL;
	if (g == NULL)
		return -EPERM;
	g->innermost = g;
	g->value = value;
	g->state = GEN_SUSPENDED;
	context_swap(&g->context);
	if (sent != NULL)
		*sent = g->value;
	return g->error;
}

/* ==== Step 1.3: send, throw, close, yield from ==== */

/* generator_send, when it is not SUSPENDED. */
int generator_send_otherwise(Generator *g, void *sent, void **value);

static inline int generator_send(Generator *g, void *sent, void **value)
{
	if (g == NULL || g->state != GEN_SUSPENDED)
		return generator_send_otherwise(g, sent, value);
	return generator_enter(g, sent, 0, value);
}

static inline void generator_suspend(Generator *outermost)
{
	outermost->innermost = generator_current;
	outermost->value = NULL;
	outermost->state = GEN_SUSPENDED;
	context_swap(&outermost->context);
}

#endif

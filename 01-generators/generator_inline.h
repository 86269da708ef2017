/* generator_inline.h - the functions of generator.h that switch. They are inlined in
 * their callers, because a function that returns after a switch, and was called
 * before it, costs several nanoseconds: 4-stacks.md explains why. */
#ifndef ASYNCIO_GENERATOR_INLINE_H
#define ASYNCIO_GENERATOR_INLINE_H

#include "context.h"
#include "instruments/trace.h"
#include "stack.h"

#include <errno.h>

/* CREATED -> RUNNING <-> SUSPENDED, and from each of them -> CLOSED, for good. Only
 * in the first two of these states can a generator be resumed. */
typedef enum GeneratorState {
	GEN_CREATED,   /* its body has not begun */
	GEN_SUSPENDED, /* it is paused at a yield, or in generator_suspend */
	GEN_RUNNING,   /* its body runs, or a generator that its body has resumed */
	GEN_CLOSED     /* its body has returned, or will never begin */
} GeneratorState;

/* A Generator lies on the stack on which its body runs, right below the CallStack. */
struct Generator {
	_Alignas(16) CpuContext context; /* the paused side: its body, or its resumer */
	Generator *innermost; /* which generator runs when it is resumed: mostly itself */
	void *value;          /* what the last switch carried, in or out */
	int error;            /* what the last switch threw in; 0: nothing */
	GeneratorState state;
	bool closing; /* while generator_close has resumed it */
	int status;   /* once it is CLOSED: how it ended */
	void *result; /* and what it returned; NULL if it failed */
	GeneratorFn *fn;
	void *arg;
	CallStack *stack;
};

/* The innermost generator that is running; NULL: none. Before a generator is
 * resumed, it is set to the generator that will run; after the switch has returned,
 * it is set back. */
extern _Thread_local Generator *generator_current;

/* ==== 1.2.3: a generator is made, and runs to its end ==== */

static inline Generator *generator_running(void)
{
	return generator_current;
}

/* Resumes a generator that is CREATED or SUSPENDED. It is RUNNING then, and its innermost
 * generator runs next: generator_current is that one until the switch has returned.
 * What is sent and thrown in lies in the value and the error of g itself. Returns when
 * its body yields or ends: 1 if it is SUSPENDED, or else its status; *value, if there is
 * a value, is what came out. */
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

/* Does what generator_resume does, and records it in the trace, if there is one.
 * Whatever resumes a generator calls this. */
static inline int generator_enter(Generator *g, void *sent, int thrown, void **value)
{
	if (tracing())
		return trace_resume(g, sent, thrown, value);
	return generator_resume(g, sent, thrown, value);
}

/* ==== 1.2.3: a generator is made, and runs to its end ==== */

/* What generator_next does if the generator cannot be resumed; see generator.c. */
int generator_next_otherwise(Generator *g, void **value);

/* If the generator can be resumed, by generator_enter: nothing is sent or thrown. */
static inline int generator_next(Generator *g, void **value)
{
	if (g == NULL || g->state > GEN_SUSPENDED)
		return generator_next_otherwise(g, value);
	return generator_enter(g, NULL, 0, value);
}

/* ==== 1.2.4: a generator yields ==== */

/* The generator that is running becomes SUSPENDED and its own innermost one, and value
 * is what its resumer finds in it. If no generator is running, *sent is NULL. */
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

/* ==== 1.3.1: a value is sent, an error is thrown ==== */

/* What generator_send does if the generator is not SUSPENDED; see generator.c. */
int generator_send_otherwise(Generator *g, void *sent, void **value);

/* A generator that is SUSPENDED is resumed by generator_enter. */
static inline int generator_send(Generator *g, void *sent, void **value)
{
	if (g == NULL || g->state != GEN_SUSPENDED)
		return generator_send_otherwise(g, sent, value);
	return generator_enter(g, sent, 0, value);
}

/* ==== 1.3.4: an outer generator is paused from within an inner one ==== */

/* While outermost is paused, its innermost is the generator that has called this. (The
 * next yield of outermost makes outermost its own innermost again.) No other state
 * changes. */
static inline void generator_suspend(Generator *outermost)
{
	outermost->innermost = generator_current;
	outermost->value = NULL;
	outermost->state = GEN_SUSPENDED;
	context_swap(&outermost->context);
}

#endif

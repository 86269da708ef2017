/* generator.c - functions that can pause. What switches is in generator_inline.h. */
#include "generator.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Thread_local Generator *generator_current;

/* ==== Step 1.2: next and yield ==== */

/* A line on stderr, for what there is nobody to return to: generator 'NAME' WHAT WHY. */
static void generator_report(const Generator *g, const char *what, const char *why)
{
	fprintf(stderr, "generator '%s' %s%s\n", generator_get_name(g), what, why);
}

/* Its body has ended, or never will begin. value, which its resumer is given, and
 * result, which is kept, are what it returned, but NULL if it failed. A positive
 * status is reported: "returned a positive status: -EINVAL". */
static void generator_finish(Generator *g, int status)
{
	if (status > 0 || status == INT_MIN) {
		generator_report(g, "returned a positive status: -EINVAL", "");
		status = -EINVAL;
	}
	g->status = status;
	g->value = g->result = status < 0 ? NULL : g->result;
	g->state = GEN_CLOSED;
}

/* The first function on every stack, and the one it never leaves. */
static void generator_main(void)
{
	Generator *g = generator_current;

	context_enter(&g->context);
	int status = g->fn(g->arg, &g->result);
	generator_finish(g, status);
	context_exit(&g->context);
	abort(); /* nobody resumes what is CLOSED */
}

/* Puts a generator on this stack; NULL: none. It lies right below the CallStack; below it
 * there is the room that was asked for, and then the frames. Whoever resumes it resumes
 * itself: that is innermost. */
static inline Generator *generator_put(CallStack *stack, GeneratorFn *fn, void *arg,
                                       size_t room)
{
	if (stack == NULL)
		return NULL;
	Generator *g = (Generator *)(void *)stack - 1;
	g->innermost = g;
	g->result = NULL;
	g->status = 0;
	g->state = GEN_CREATED;
	g->closing = false;
	g->fn = fn;
	g->arg = arg;
	g->stack = stack;
	context_init(&g->context, stack->low, (char *)g - room, generator_main);
	return g;
}

Generator *generator_new(GeneratorFn *fn, void *arg)
{
	return generator_put(stack_acquire(stack_pool(CALLSTACK_SIZE)), fn, arg, 0);
}

Generator *generator_new_with_room(GeneratorFn *fn, void *arg, StackPool *pool,
                                   size_t room)
{
	return generator_put(stack_acquire(pool), fn, arg, room);
}

/* *value is NULL, and the answer -ENOMEM if there is no generator, -EBUSY if it is
 * running, 0 if it has ended. */
int generator_next_otherwise(Generator *g, void **value)
{
	if (value != NULL)
		*value = NULL;
	if (g == NULL)
		return -ENOMEM;
	return g->state == GEN_RUNNING ? -EBUSY : 0;
}

/* What does not fit is cut off. The name may be a part of its own. */
void generator_set_name(Generator *g, const char *name)
{
	size_t n = 0;

	if (g == NULL || name == NULL)
		return;
	for (; name[n] != '\0' && n < sizeof g->stack->name - 1; n++)
		g->stack->name[n] = name[n];
	g->stack->name[n] = '\0';
}

const char *generator_get_name(const Generator *g)
{
	return g == NULL ? "" : g->stack->name;
}

/* Closes it, and reports what comes of that. */
static void generator_dispose(Generator *g);

/* One that runs cannot be freed: "is running: it is not freed". Of all others the context
 * is forgotten and the stack released, even if they do not want to end. */
void generator_free(Generator *g)
{
	if (g == NULL)
		return;
	if (g->state != GEN_CLOSED) {
		if (g->state == GEN_RUNNING) {
			generator_report(g, "is running: it is not freed", "");
			return;
		}
		generator_dispose(g);
	}
	context_forget(&g->context);
	stack_release(g->stack);
}

/* ==== Step 1.3: send, throw, close, yield from ==== */

/* A new one waits at no yield: it takes NULL, and no value. The rest is as for next. */
int generator_send_otherwise(Generator *g, void *sent, void **value)
{
	if (g == NULL || g->state != GEN_CREATED || sent == NULL)
		return generator_next(g, value);
	if (value != NULL)
		*value = NULL;
	return -EINVAL;
}

/* A new one ends here, with that error and without having begun. */
int generator_throw(Generator *g, int error, void **value)
{
	if (value != NULL)
		*value = NULL;
	if (g == NULL)
		return -ENOMEM;
	if (error >= 0)
		return -EINVAL;
	if (g->state == GEN_RUNNING)
		return -EBUSY;
	if (g->state == GEN_SUSPENDED)
		return generator_enter(g, NULL, error, value);
	if (g->state == GEN_CREATED)
		generator_finish(g, error);
	return error;
}

/* While it is resumed for this it is closing: see generator_hand_on. */
int generator_close(Generator *g)
{
	if (g == NULL || g->state == GEN_CLOSED)
		return 0;
	if (g->state == GEN_RUNNING)
		return -EBUSY;
	if (g->state == GEN_CREATED) {
		generator_finish(g, 0);
		return 0;
	}
	g->closing = true;
	int status = generator_enter(g, NULL, -ECANCELED, NULL);
	g->closing = false;
	if (status == 1)
		return -EPROTO;
	return status == -ECANCELED ? 0 : status;
}

int generator_result(Generator *g, void **value)
{
	if (value != NULL)
		*value = NULL;
	if (g == NULL)
		return -ENOMEM;
	if (g->state != GEN_CLOSED)
		return -EINPROGRESS;
	if (value != NULL)
		*value = g->result;
	return g->status;
}

/* Is it alive even so? "yields instead of ending: it is abandoned". Did its cleanup fail?
 * "failed while it was closed: " and strerror. */
static void generator_dispose(Generator *g)
{
	int error = generator_close(g);

	if (g->state != GEN_CLOSED)
		generator_report(g, "yields instead of ending: it is abandoned", "");
	else if (error < 0)
		generator_report(g, "failed while it was closed: ", strerror(-error));
}

/* What was thrown into outer while it delegates goes to inner; a close is handed on as
 * one. */
static int generator_hand_on(Generator *outer, Generator *inner, int error, void **value)
{
	if (!outer->closing)
		return generator_throw(inner, error, value);
	int status = generator_close(inner);
	return status < 0 ? status : error;
}

/* Each round: what inner yielded goes out, and what comes in goes to inner. */
int generator_yield_from(Generator *inner, void **result)
{
	Generator *outer = generator_current;
	void *value = NULL, *sent;
	int status = outer == NULL ? -EPERM : generator_next(inner, &value);

	while (status == 1) {
		int error = generator_yield(value, &sent);
		if (error == 0)
			status = generator_send(inner, sent, &value);
		else
			status = generator_hand_on(outer, inner, error, &value);
	}
	if (result != NULL)
		*result = status < 0 ? NULL : value;
	return status;
}

/* ==== Step 1.4: stacks that fail loudly, and are used again ==== */

Generator *generator_new_sized(GeneratorFn *fn, void *arg, size_t stack_size)
{
	if (stack_size > CALLSTACK_MOST)
		return NULL;
	return generator_put(stack_acquire(stack_pool(stack_size)), fn, arg, 0);
}

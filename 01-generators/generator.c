/* generator.c - functions that can pause. The functions that switch are in
 * generator_inline.h. */
#include "generator.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ==== 1.2.3: a generator is made, and runs to its end ==== */

/* Copies as much of the name as the CallStack, in which it is kept, has room for. The
 * name may be a part of the generator's own name. */
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

/* Prints a line on stderr, "generator 'NAME' " and then what and why, with nothing in
 * between: for errors that no return value can report. */
static void generator_report(const Generator *g, const char *what, const char *why)
{
	fprintf(stderr, "generator '%s' %s%s\n", generator_get_name(g), what, why);
}

/* Closes a generator whose body has ended, with this status, or will never begin.
 * Both value, which its resumer gets, and result, which is kept, become what the
 * body has stored in result, or NULL if the status is an error. If the status is
 * positive, or INT_MIN, it is reported, "returned a positive status: -EINVAL", and
 * -EINVAL takes its place. */
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

/* The first function on every stack. Calls context_enter, then the body of the
 * generator that is running now, closes the generator, and leaves by context_exit.
 * It must not return, because nothing has called it. */
static void generator_main(void)
{
	Generator *g = generator_current;

	context_enter(&g->context);
	int status = g->fn(g->arg, &g->result);
	generator_finish(g, status);
	context_exit(&g->context);
	abort(); /* not reached: a generator that is CLOSED is never resumed */
}

/* Makes a generator on this stack, which is CREATED and has not run: every field is
 * set that is read before it is written. It lies right below the CallStack; below
 * the generator comes so much room, and below that the frames begin. A new generator
 * is its own innermost one. Returns NULL if stack is NULL. */
static inline Generator *generator_put(CallStack *stack, GeneratorFn *fn, void *arg,
                                       size_t room)
{
	if (stack == NULL)
		return NULL;
	Generator *g = (Generator *)(void *)stack - 1;
	g->innermost = g;
	g->result = NULL;
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

/* Stores NULL in *value. Returns -ENOMEM if g is NULL, -EBUSY if it is running, and
 * 0 if it has ended. */
int generator_next_otherwise(Generator *g, void **value)
{
	if (value != NULL)
		*value = NULL;
	if (g == NULL)
		return -ENOMEM;
	return g->state == GEN_RUNNING ? -EBUSY : 0;
}

/* ==== 1.2.4: a generator yields ==== */

Generator *generator_new_with_room(GeneratorFn *fn, void *arg, StackPool *pool,
                                   size_t room)
{
	return generator_put(stack_acquire(pool), fn, arg, room);
}

/* Closes a generator that is not CLOSED, and reports what goes wrong; see below. */
static void generator_dispose(Generator *g);

/* A generator that is running is not freed: "is running: it is not freed" is
 * reported. Any other is disposed of unless it is CLOSED; then, even if it does not
 * want to end, its context is forgotten and its stack is released. */
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

/* ==== 1.3.1: a value is sent, an error is thrown ==== */

/* A generator that has not begun is paused at no yield: if sent is not NULL, *value
 * becomes NULL, and -EINVAL is returned. In all other cases it does what
 * generator_next does. */
int generator_send_otherwise(Generator *g, void *sent, void **value)
{
	if (g == NULL || g->state != GEN_CREATED || sent == NULL)
		return generator_next(g, value);
	if (value != NULL)
		*value = NULL;
	return -EINVAL;
}

/* A generator that is CREATED is closed with this error, without having run. One that is
 * SUSPENDED is resumed by generator_enter. */
int generator_throw(Generator *g, int error, void **value)
{
	if (value != NULL)
		*value = NULL;
	if (g == NULL)
		return -ENOMEM;
	if (error >= 0 || error == INT_MIN)
		return -EINVAL;
	if (g->state == GEN_RUNNING)
		return -EBUSY;
	if (g->state == GEN_SUSPENDED)
		return generator_enter(g, NULL, error, value);
	if (g->state == GEN_CREATED)
		generator_finish(g, error);
	return error;
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

/* ==== 1.3.2: a generator is closed ==== */

/* While the generator is resumed for this, by generator_enter, closing is true:
 * generator_hand_on needs that. One that is CREATED is closed with the status 0. */
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

/* Closes the generator. If it is alive even then, "yields instead of ending: it is
 * abandoned" is reported; or else, if closing failed, "failed while it was closed: "
 * and the text that strerror has for the error. */
static void generator_dispose(Generator *g)
{
	int error = generator_close(g);

	if (g->state != GEN_CLOSED)
		generator_report(g, "yields instead of ending: it is abandoned", "");
	else if (error < 0)
		generator_report(g, "failed while it was closed: ", strerror(-error));
}

/* ==== 1.4.1: a stack of another size ==== */

Generator *generator_new_sized(GeneratorFn *fn, void *arg, size_t stack_size)
{
	if (stack_size > CALLSTACK_MOST)
		return NULL;
	return generator_put(stack_acquire(stack_pool(stack_size)), fn, arg, 0);
}

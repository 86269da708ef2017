/* scripted.h - a body that does as a script says. */
#ifndef SCRIPTED_H
#define SCRIPTED_H

#include "generator.h"
#include "testing.h"

#include <errno.h>
#include <string.h>

/* A body written in data: what it does with an error that is thrown in. */
typedef struct Script {
	const char *name; /* traced when it cleans up */
	enum { LET_OUT, YIELD_ON, RETURN_ON, FAIL_ON } on_error;
	const char *yields;  /* YIELD_ON: what, once */
	const char *returns; /* what it returns in the end */
} Script;

static inline int run_script(Script *script, int error, void **sent, void **result)
{
	if (error < 0)
		trace("%s:%d", script->name, error == -ECANCELED ? 0 : error);
	if (error == 0 || script->on_error == YIELD_ON)
		return generator_yield((void *)script->yields, sent);
	*result = (void *)script->returns;
	if (script->on_error == FAIL_ON)
		return -EPIPE;
	return script->on_error == RETURN_ON ? 0 : error;
}

/* Yields "first"; says what it is sent; does as its script says with what is thrown. */
static inline int scripted(void *arg, void **result)
{
	Script *script = arg;
	void *sent;
	int error = generator_yield("first", &sent);

	if (error == 0)
		trace("%s:%s", script->name, sent == NULL ? "NULL" : (char *)sent);
	error = run_script(script, error, &sent, result);
	if (error == 0 && script->on_error == YIELD_ON && sent != NULL)
		trace("%s:%s", script->name, (char *)sent);
	if (error == 0)
		*result = (void *)script->returns;
	return error;
}

static inline Generator *paused(Script *script)
{
	Generator *g = generator_new(scripted, script);

	assert_int_equal(generator_next(g, NULL), 1);
	return g;
}

#endif

/* trace_generators.c - what a trace says of generators: who resumes whom, and where it
 * pauses. */
#include "generator.h"
#include "machines/symbols.h"
#include "trace.h"

#include <errno.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

/* A generator that begins is another than the one that was at this address before. Its
 * name is what it was given, or that of its function. */
Thing *trace_generator(Generator *g)
{
	Thing *thing = trace_find(g);
	const char *name = g->stack->name;

	if (thing != NULL && g->state == GEN_CREATED && thing->object == NULL)
		thing->over = true; /* was never told of its end */
	if (thing != NULL && !thing->over) {
		trace_rename(thing, name);
		return thing;
	}
	const char *function = symbol_name((void (*)(void))g->fn);
	return trace_thing_runs(g, "generator", *name == '\0' ? function : name,
	                        function);
}

_Thread_local int trace_depth;

static void tell_resume(const Generator *g, const Thing *thing, void *sent, int thrown)
{
	const char *by = trace_by_name();
	const char *how = g->closing   ? "close"
	                  : thrown < 0 ? "throw"
	                  : sent       ? "send"
	                               : "next";

	trace_log("resumes", "%s\t%s\t%s\t%s", trace_by(), thing->id, how,
	          thrown < 0 ? trace_words(thrown) : "-");
	if (g->closing)
		trace_text("%*s%s closes %s", 2 * trace_depth, "", by, thing->name);
	else if (thrown < 0)
		trace_text("%*s%s throws into %s: %s", 2 * trace_depth, "", by,
		           thing->name, trace_words(thrown));
	else
		trace_text("%*s%s resumes %s%s", 2 * trace_depth, "", by, thing->name,
		           sent ? ", and sends it a value" : "");
}

static void tell_pause(Thing *thing, int status)
{
	if (status == 1 && thing->waits) {
		thing->waits = false;
		return;
	}
	if (status == 1) {
		trace_log("yields", "%s", thing->id);
		trace_text("%*s%s yields, and is paused", 2 * trace_depth, "",
		           thing->name);
		return;
	}
	trace_log("ends", "%s\t%d\t%s", thing->id, status, trace_words(status));
	trace_text("%*s%s ends: %s", 2 * trace_depth, "", thing->name,
	           status == 0 ? "it returns" : trace_words(status));
	thing->over = true;
}

/* What the loop runs is told of by the loop, but for its yields; and a task's by what is
 * told of tasks. */
int trace_resume(Generator *g, void *sent, int thrown, void **value)
{
	trace_lock();
	Thing *thing = trace_generator(g);
	bool is_task = strcmp(thing->kind, "task") == 0;
	bool by_loop = trace_runs() == thing;
	int depth = trace_depth;
	if (trace_loop == 0 && trace_runs() == NULL)
		trace_round(thing);
	if (!is_task && !by_loop)
		tell_resume(g, thing, sent, thrown);
	trace_depth = depth + !by_loop;
	trace_unlock();

	int status = generator_resume(g, sent, thrown, value);

	trace_lock();
	if (!is_task)
		tell_pause(thing, status);
	trace_depth = depth;
	trace_unlock();
	return status;
}

/* trace_list.c - a list of things, in one sentence and in one line of the log. */
#include "trace.h"

#include <stdio.h>

/* ==== Given: a run that is watched ==== */

/* So many names are shown, and so many IDs. */
enum { SHOWN_NAMES = 10, SHOWN_IDS = 100 };

void trace_list_add(TraceList *list, const Thing *thing)
{
	size_t room = sizeof list->names - list->names_length;

	if (list->n < SHOWN_NAMES)
		list->names_length += (size_t)snprintf(
			list->names + list->names_length, room, "%s%s",
			list->n > 0 ? ", " : "", thing->name);
	if (list->n < SHOWN_IDS)
		list->ids_length += (size_t)snprintf(list->ids + list->ids_length,
		                                     sizeof list->ids - list->ids_length,
		                                     "\t%s", thing->id);
	list->n++;
}

void trace_list_text(TraceList *list, const char *words)
{
	if (list->n > SHOWN_NAMES)
		trace_text("%s%s, and %zu more", words, list->names,
		           list->n - SHOWN_NAMES);
	else if (list->n > 0)
		trace_text("%s%s", words, list->names);
	list->n = list->names_length = list->ids_length = 0;
}

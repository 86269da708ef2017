/* report.c - a report of many lines: its words, and the numbers of what has no name. */
#include "report.h"
#include "instruments/trace.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* What has no name has a number. */
typedef struct Numbered {
	const char *what;
	const void *object;
} Numbered;

/* ==== Given: the words of reports ==== */

void report_say(Report *report, const char *format, ...)
{
	size_t room = sizeof report->line - report->length;
	va_list args;

	va_start(args, format);
	int n = vsnprintf(report->line + report->length, room, format, args);
	va_end(args);
	report->length += n < 0 ? 0 : (size_t)n < room ? (size_t)n : room - 1;
}

void report_end_line(Report *report)
{
	fprintf(report->out, "%.*s\n", (int)report->length, report->line);
	report->length = 0;
}

/* Returns the last blank of the first so many bytes: one in front of a parenthesis, if
 * there is one; NULL: there is no blank. */
static const char *sentence_break(const char *text, int width)
{
	const char *at = NULL;

	for (int i = 1; i <= width; i++) {
		if (text[i] == ' ' && (at == NULL || at[1] != '(' || text[i + 1] == '('))
			at = text + i;
	}
	return at;
}

void report_sentence(const char *format, ...)
{
	enum { WIDTH = 80, INDENT = 2 };
	char text[400];
	const char *line = text, *end;
	int indent = 0;
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	flockfile(stderr);
	while ((int)strlen(line) > WIDTH - indent &&
	       (end = sentence_break(line, WIDTH - indent)) != NULL) {
		fprintf(stderr, "%*s%.*s\n", indent, "", (int)(end - line), line);
		line = end + 1;
		indent = INDENT;
	}
	fprintf(stderr, "%*s%s\n", indent, "", line);
	funlockfile(stderr);
}

/* Returns whether there is room for one more. */
static bool report_grow(Report *report)
{
	size_t room = report->room == 0 ? 16 : 2 * report->room;

	if (report->n_numbered < report->room)
		return true;
	Numbered *grown = realloc(report->numbered, room * sizeof *grown);
	if (grown == NULL)
		return false;
	report->numbered = grown;
	report->room = room;
	return true;
}

/* Returns the number of an object among those of its sort, or 0: there is no memory for
 * one more. */
static unsigned report_number(Report *report, const char *what, const void *object)
{
	unsigned number = 1;

	for (size_t i = 0; i < report->n_numbered; i++) {
		const Numbered *other = &report->numbered[i];
		if (other->object == object && strcmp(other->what, what) == 0)
			return number;
		number += strcmp(other->what, what) == 0;
	}
	if (!report_grow(report))
		return 0;
	report->numbered[report->n_numbered++] = (Numbered){ what, object };
	return number;
}

/* With a trace the number is the trace's. */
static void report_traced(Report *report, const char *what, const void *object)
{
	trace_lock();
	report_say(report, "%s", trace_thing(object, what, NULL)->name);
	trace_unlock();
}

void report_object(Report *report, const char *what, const char *name, const void *object)
{
	report->what = what;
	report->name = name;
	report->object = object;
	if (name != NULL) {
		report_say(report, "%s '%s'", what, name);
		return;
	}
	if (object != NULL && tracing()) {
		report_traced(report, what, object);
		return;
	}
	unsigned number = object == NULL ? 0 : report_number(report, what, object);
	if (number > 0)
		report_say(report, "%s %u", what, number);
	else
		report_say(report, "a %s", what);
}

void report_future(Report *report, const Future *future)
{
	const FutureReport *more = future->kind->report;

	if (more != NULL && more->tell != NULL)
		more->tell(future, report);
	else
		report_say(report, "%s", future->kind->what);
}

const char *future_words(const Future *future, char *words, size_t n)
{
	if (task_of(future) == NULL)
		return future->kind->what;
	snprintf(words, n, "task '%s'", task_get_name(future));
	return words;
}

void future_report(const Future *future)
{
	char words[60];

	fprintf(stderr, "the error of %s was never looked at: %s\n",
	        future_words(future, words, sizeof words), strerror(-future->status));
}

static void plain_tell(const Future *future, Report *report)
{
	report_object(report, "future", NULL, future);
}

const FutureReport plain_words = { plain_tell, NULL, false, NULL };

void report_end(Report *report)
{
	free(report->numbered);
}

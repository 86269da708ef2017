/* deadlock.c - what is said when nothing can wake any task of a loop any more, or when
 * the program asks which tasks there are. */
#include "deadlock.h"
#include "tree.h"
#include "instruments/trace_loop.h"

#include <stdlib.h>
#include <string.h>

/* ==== Given: the words for what goes wrong ==== */

/* All tasks, in a trace. */
static void trace_the_tree(Loop *loop)
{
	char *text = NULL, *next = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	if (out != NULL) {
		task_tree_print(loop, out);
		fclose(out);
	}
	for (char *line = text; line != NULL && *line != '\0'; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		trace_text("%s", line);
	}
	free(text);
}

/* A trace has the report, too; on stderr the report itself comes next. */
static void trace_the_deadlock(Loop *loop)
{
	trace_lock();
	trace_log("deadlock", "%s", "");
	if (trace_is_apart()) {
		trace_text("deadlock: nothing can wake any of these any more");
		trace_the_tree(loop);
	}
	trace_unlock();
}

__attribute__((constructor)) static void deadlock_begin(void)
{
	trace_tell_tasks = trace_the_tree;
}

void tasks_report_deadlock(Loop *loop)
{
	if (tracing())
		trace_the_deadlock(loop);
	fprintf(stderr, "deadlock: nothing can wake any of these any more\n");
	task_tree_print(loop, stderr);
}

void asyncio_print_tasks(Loop *loop, FILE *out)
{
	task_tree_print(loop, out);
}

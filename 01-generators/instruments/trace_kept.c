/* trace_kept.c - what a trace keeps back, because it equals the pass before, in memory
 * that another process sees. If the program crashes or is killed meanwhile, that process
 * writes it. */
#include "trace_private.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

/* So many threads, of all processes of a trace, can keep something back at a time. Of one
 * more every pass is shown. */
enum { KEPT = 32 };

/* What is to be written: how many passes were the same, and n bytes of a pass that has
 * this head. */
typedef struct KeptState {
	char same[2 * TRACE_WORDS], head[TRACE_WORDS];
	size_t n;
} KeptState;

/* The lines stay as they are as long as passes are equal. Of the two states one holds,
 * and the other is being prepared: so there is a whole one whenever the program ends. */
struct TraceKept {
	atomic_flag taken;
	atomic_uint now;
	KeptState states[2];
	size_t indent;
	char lines[LONGEST_PASS];
};

/* ==== Given: a run that is watched ==== */

bool trace_kept_begin(TraceFile *file)
{
	file->kept = mmap(NULL, KEPT * sizeof *file->kept, PROT_READ | PROT_WRITE,
	                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (file->kept == MAP_FAILED)
		file->kept = NULL;
	return file->kept != NULL;
}

/* The lines are those of the pass before. */
static bool kept_take(TraceSink *sink)
{
	TraceKept *all = sink->file->kept;

	for (int i = 0; all != NULL && i < KEPT; i++) {
		if (atomic_flag_test_and_set(&all[i].taken))
			continue;
		sink->kept = &all[i];
		sink->kept->indent = sink->indent;
		memcpy(sink->kept->lines, sink->last, sink->n_last);
		return true;
	}
	return false;
}

bool trace_kept_set(TraceSink *sink)
{
	if (sink->kept == NULL && !kept_take(sink))
		return false;
	TraceKept *kept = sink->kept;
	unsigned next = 1 - kept->now;
	KeptState *state = &kept->states[next];
	state->same[0] = '\0';
	if (sink->same > 0)
		sink->say_same(sink, state->same, sizeof state->same);
	memcpy(state->head, sink->head, sizeof state->head);
	state->n = sink->in_pass ? sink->n_now : 0;
	kept->now = next;
	return true;
}

void trace_kept_clear(TraceSink *sink)
{
	TraceKept *kept = sink->kept;

	if (kept == NULL)
		return;
	kept->states[1 - kept->now] = (KeptState){ .n = 0 };
	kept->now = 1 - kept->now;
	atomic_flag_clear(&kept->taken);
	sink->kept = NULL;
}

void trace_kept_tell(const TraceFile *file, TraceKeptTell *tell, void *to)
{
	for (TraceKept *kept = file->kept; kept != NULL && kept < file->kept + KEPT;
	     kept++) {
		const KeptState *state = &kept->states[kept->now];
		tell(to, state->same, strlen(state->same));
		if (state->n == 0)
			continue;
		tell(to, state->head, strlen(state->head));
		tell(to, kept->lines + kept->indent, state->n - kept->indent);
	}
}

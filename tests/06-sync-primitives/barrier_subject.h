/* barrier_subject.h - w waits at a barrier, r resets it, b aborts it, a aborts it and
 * resets it at once. */
#ifndef BARRIER_SUBJECT_H
#define BARRIER_SUBJECT_H

#include "locks.h"
#include "search.h"

static Barrier barrier;
static long barrier_parties = 2;
static unsigned barrier_breaks;  /* how often it was reset or aborted */
static unsigned barrier_aborts;  /* how often it was aborted */
static unsigned barrier_indices; /* those that were returned in this round: bits */

static inline void barrier_begin(void)
{
	barrier = (Barrier){ .parties = barrier_parties };
	barrier_breaks = barrier_aborts = barrier_indices = 0;
}

/* The last task to come begins another round of indices. */
static inline void barrier_index(int index)
{
	if (index == barrier_parties - 1)
		barrier_indices = 0;
	if (index >= barrier_parties || (barrier_indices >> index & 1))
		search_complain("two tasks of one round were given the same index");
	barrier_indices |= 1u << index;
}

/* The last task of a round has come: all tasks that came before it are in that round, and
 * will have left before the last task of the next round comes. */
static inline void barrier_is_full(const Member *last)
{
	for (int i = 0; i < n_members; i++) {
		Member *m = &members[i];
		if (m->in != 'w' || m->arrival >= last->arrival || m->is_cancelled)
			continue;
		if (m->noticed)
			search_complain("a task is overtaken on the way in");
		m->noticed = true;
	}
}

static inline void barrier_waits(Member *m)
{
	bool broken = barrier_broken(&barrier);
	unsigned aborts = barrier_aborts;

	m->mark = barrier_breaks;
	m->noticed = false;
	call_begins(m, 'w');
	int status = barrier_wait(&barrier);
	if (status == barrier_parties - 1)
		barrier_is_full(m);
	if (status >= 0)
		barrier_index(status);
	if (status >= 0 && aborts != barrier_aborts)
		search_complain(
			"the barrier was aborted, and a task that waited continues");
	if (status == -EPIPE && !broken && m->mark == barrier_breaks)
		search_complain(
			"a task gets -EPIPE, and the barrier was not reset or aborted");
	call_ends(m, status);
}

static inline void barrier_operate(Member *m, char operation)
{
	if (operation == 'w') {
		barrier_waits(m);
		return;
	}
	if (operation == 'r')
		barrier_reset(&barrier);
	if (operation == 'b' || operation == 'a') {
		barrier_abort(&barrier);
		barrier_aborts++;
	}
	if (operation == 'a')
		barrier_reset(&barrier);
	barrier_breaks++;
}

static inline const char *barrier_complaint(bool at_rest)
{
	size_t n = search_waiting('w');

	if (!at_rest)
		return NULL;
	if (barrier_broken(&barrier) && n > 0)
		return "the barrier is broken, and a task still waits";
	if (n >= (size_t)barrier_parties)
		return "all parties are there, and still wait";
	if (barrier_n_waiting(&barrier) != n)
		return "its round is over, and a task still waits";
	for (int i = 0; i < n_members; i++) {
		if (members[i].in == 'w' && members[i].noticed)
			return "a task is overtaken on the way in";
	}
	return NULL;
}

static inline const Subject *barrier_subject(void)
{
	static const Subject it = { "a barrier",
		                    barrier_begin,
		                    barrier_operate,
		                    barrier_complaint,
		                    NULL,
		                    { "w waits at the barrier", "r resets the barrier",
		                      "b aborts the barrier",
		                      "a aborts the barrier and resets it at once",
		                      NULL } };

	return &it;
}

#endif

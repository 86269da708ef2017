/* nodes.c - the nodes of a tree of tasks, by what each waits for. They are found anew for
 * each report, in what tasks and futures note for themselves. */
#include "nodes.h"
#include "stacks.h"
#include "tasks_private.h"

#include <stdint.h>
#include <stdlib.h>

/* ==== Given: the tree of tasks ==== */

static size_t tree_slot(const Tree *tree, const void *future)
{
	size_t slot = ((uintptr_t)future >> 4) * 0x9e3779b1u;

	while (slot &= tree->n_slots - 1,
	       tree->slots[slot] != 0 &&
	               tree->nodes[tree->slots[slot] - 1].future != future)
		slot++;
	return slot;
}

long task_tree_find(const Tree *tree, const void *future)
{
	return tree->slots[tree_slot(tree, future)] - 1;
}

/* Many may ask for the same address one after the other: all waiters of a lock. */
static const TaskObject *tree_task_at(Report *report, const void *address)
{
	Tree *tree = (Tree *)(void *)report;

	if (tree->asked == address)
		return tree->answer;
	tree->asked = address;
	tree->answer = NULL;
	for (long i = 0; i < tree->n_tasks && tree->answer == NULL; i++) {
		const TaskObject *task = task_of(tree->nodes[i].future);
		if (task_stack_has(task, address))
			tree->answer = task;
	}
	return tree->answer;
}

/* Makes room for twice as many nodes. */
static bool tree_grow(Tree *tree)
{
	long room = tree->room == 0 ? 64 : 2 * tree->room;
	Node *nodes = realloc(tree->nodes, (size_t)room * sizeof *nodes);
	long *slots = calloc(2 * (size_t)room, sizeof *slots);

	tree->nodes = nodes == NULL ? tree->nodes : nodes;
	if (nodes == NULL || slots == NULL) {
		free(slots);
		return false;
	}
	free(tree->slots);
	tree->slots = slots;
	tree->n_slots = 2 * (size_t)room;
	tree->room = room;
	for (long i = 0; i < tree->n; i++)
		slots[tree_slot(tree, nodes[i].future)] = i + 1;
	return true;
}

/* Adds a future, if it is not there. Returns its node, or NOWHERE: there is no memory. */
static long tree_add(Tree *tree, const Future *future)
{
	if (tree->n == tree->room && !tree_grow(tree))
		return NOWHERE;
	size_t slot = tree_slot(tree, future);
	if (tree->slots[slot] == 0) {
		tree->nodes[tree->n] = (Node){ .future = future };
		tree->slots[slot] = ++tree->n;
	}
	return tree->slots[slot] - 1;
}

bool future_behind(Tree *tree, const Future *future, Behind *next)
{
	const TaskObject *task = task_of(future);

	if (task != NULL && task_of(task->waits_for) != NULL) {
		next->future = task->waits_for;
		return next->i++ == 0;
	}
	if (task != NULL)
		future = task->waits_for;
	if (!is_pending(future))
		return false;
	const FutureReport *more = future->kind->report;
	return more != NULL && more->behind != NULL &&
	       more->behind(future, &tree->report, next);
}

bool future_names_the_next(const Future *future)
{
	const TaskObject *task = task_of(future);

	if (task != NULL)
		future = task->waits_for;
	return future != NULL &&
	       (task_of(future) != NULL ||
	        (future->kind->report != NULL && future->kind->report->names));
}

bool task_tree_fill(Tree *tree, Loop *loop)
{
	if (!tree_grow(tree))
		return false;
	for (Links *l = loop->closing.next; l != &loop->closing; l = l->next) {
		const TaskObject *task = task_unfinished(l);
		if (task != NULL && tree_add(tree, &task->future) == NOWHERE)
			return false;
	}
	tree->n_tasks = tree->n;
	tree->report.task_at = tree_task_at;
	for (long at = 0; at < tree->n; at++) {
		Behind next = { 0 };
		while (future_behind(tree, tree->nodes[at].future, &next)) {
			long to = is_pending(next.future) ? tree_add(tree, next.future)
			                                  : at;
			if (to == NOWHERE)
				return false;
			if (to != at)
				tree->nodes[to].awaited = true;
		}
	}
	return true;
}

void task_tree_clear(Tree *tree)
{
	free(tree->nodes);
	free(tree->slots);
	report_end(&tree->report);
}

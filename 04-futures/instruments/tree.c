/* tree.c - all tasks of a loop, as a tree of who waits for whom.
 *
 * A task may wait for one that waits for another, as deep as you like: so nothing here
 * calls itself. The tree is walked twice. The first walk finds the circles: a node that
 * leads back to one that the walk has not left yet. The second walk prints. */
#include "tree.h"
#include "nodes.h"
#include "states.h"
#include "tasks_private.h"

#include <string.h>

enum { LEVEL = 2, ARROW = 4 }; /* columns */

/* ==== Given: the tree of tasks ==== */

/* Writes what stands to the left of a node's text. */
static void tree_begin_line(Tree *tree, int column)
{
	report_say(&tree->report, "%.*s", column, tree->bars);
}

/* The line leads back to a node above, which begins with an arrow. */
static void tree_close_circle(Tree *tree, Node *node)
{
	Report *report = &tree->report;
	int bar = node->column - ARROW;

	report_say(report, " -+");
	int end = (int)report->length - 1;
	report_end_line(report);
	if (--node->backs == 0)
		tree->bars[bar] = ' ';
	tree_begin_line(tree, bar);
	report_say(report, "+");
	while ((int)report->length < end)
		report_say(report, "-");
	report_say(report, "+");
	report_end_line(report);
}

/* The line ends, or leads back to the node: then it is one of a circle. */
static void tree_end_line(Tree *tree, long to)
{
	Node *node = &tree->nodes[to];

	if (to != NOWHERE && node->state == NODE_OPEN && node->column < MOST_COLUMNS) {
		tree_close_circle(tree, node);
		return;
	}
	if (to != NOWHERE && node->state == NODE_OPEN)
		report_say(&tree->report, ": a circle");
	report_end_line(&tree->report);
}

/* The line of a node that the walk has come to. A node to which others lead back has an
 * arrow. */
static void tree_print_node(Tree *tree, Node *node)
{
	int bar = node->column - ARROW;
	long to = NOWHERE;
	Behind next = { 0 };

	if (node->backs > 0 && node->column < MOST_COLUMNS) {
		tree_begin_line(tree, bar);
		report_say(&tree->report, "+-> ");
		tree->bars[bar] = '|';
	} else {
		tree_begin_line(tree, node->column);
	}
	report_state(&tree->report, node->future);
	if (future_names_the_next(node->future) &&
	    future_behind(tree, node->future, &next))
		to = task_tree_find(tree, next.future);
	tree_end_line(tree, to);
}

/* The walk comes to a new node. */
static void tree_open(Tree *tree, long at, long parent, bool prints)
{
	Node *node = &tree->nodes[at];
	int column = parent == NOWHERE ? 0 : tree->nodes[parent].column;

	node->state = NODE_OPEN;
	node->parent = parent;
	node->next = (Behind){ 0 };
	column += LEVEL + (node->backs > 0 ? ARROW : 0);
	node->column = column < MOST_COLUMNS ? column : MOST_COLUMNS;
	if (prints)
		tree_print_node(tree, node);
}

/* The walk has met a node that it knows: below its own, or elsewhere. */
static void tree_meet(Tree *tree, const Node *from, long to, bool prints)
{
	Node *node = &tree->nodes[to];

	if (!prints) {
		node->backs += node->state == NODE_OPEN;
		return;
	}
	if (future_names_the_next(from->future))
		return; /* its line has said so */
	int column = from->column + LEVEL;
	tree_begin_line(tree, column < MOST_COLUMNS ? column : MOST_COLUMNS);
	report_future(&tree->report, node->future);
	if (node->state == NODE_LEFT)
		report_say(&tree->report, ": see above");
	tree_end_line(tree, to);
}

/* Walks to all that can be reached from a node. */
static void tree_walk(Tree *tree, long root, bool prints)
{
	tree_open(tree, root, NOWHERE, prints);
	for (long at = root; at != NOWHERE;) {
		Node *node = &tree->nodes[at];
		if (!future_behind(tree, node->future, &node->next)) {
			node->state = NODE_LEFT;
			at = node->parent;
		} else if (is_pending(node->next.future)) {
			long to = task_tree_find(tree, node->next.future);
			if (tree->nodes[to].state == NODE_NEW) {
				tree_open(tree, to, at, prints);
				at = to;
			} else {
				tree_meet(tree, node, to, prints);
			}
		}
	}
}

/* First from those that nobody waits for; what is left are circles. */
static void tree_walk_all(Tree *tree, bool prints)
{
	for (long i = 0; i < tree->n; i++)
		tree->nodes[i].state = NODE_NEW;
	for (long i = 0; i < tree->n; i++) {
		if (!tree->nodes[i].awaited)
			tree_walk(tree, i, prints);
	}
	for (long i = 0; i < tree->n; i++) {
		if (tree->nodes[i].state == NODE_NEW)
			tree_walk(tree, i, prints);
	}
}

static void tree_print_list(Tree *tree, Loop *loop)
{
	for (Links *l = loop->closing.next; l != &loop->closing; l = l->next) {
		const TaskObject *task = task_unfinished(l);
		if (task == NULL)
			continue;
		report_say(&tree->report, "  ");
		report_state(&tree->report, &task->future);
		report_end_line(&tree->report);
	}
}

void task_tree_print(Loop *loop, FILE *out)
{
	Tree tree = { .report = { .out = out } };

	memset(tree.bars, ' ', sizeof tree.bars);
	if (task_tree_fill(&tree, loop)) {
		tree_walk_all(&tree, false);
		tree_walk_all(&tree, true);
	} else {
		tree_print_list(&tree, loop);
	}
	if (tree.report.hint != NULL)
		fprintf(out, "  (%s)\n", tree.report.hint);
	task_tree_clear(&tree);
}

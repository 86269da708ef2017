/* tree.c - all tasks of a loop, as a tree: which task waits for which.
 *
 * A task may wait for one that waits for another, as deep as you like: so nothing here
 * calls itself. The tree is walked twice. The first walk finds the circles: a node that
 * leads back to one that the walk has not left yet. The second walk prints. */
#include "tree.h"
#include "nodes.h"
#include "states.h"
#include "tasks_private.h"

#include <string.h>

/* Columns. A text has at least so many, however deep in the tree it stands. */
enum { LEVEL = 2, ARROW = 4, WIDTH = 80, LEAST_TEXT = 64 };

/* ==== Given: the tree of tasks ==== */

/* Writes what stands to the left of a node's text. */
static void tree_begin_line(Tree *tree, int column)
{
	report_say(&tree->report, "%.*s", column, tree->bars);
}

/* Returns the last place, after column and not after width, where what stands in front of
 * a blank may be the end of a line: after a semicolon or a comma, or between any two
 * words if there is none; 0: nowhere. */
static size_t tree_line_end(const Report *report, size_t column, size_t width)
{
	size_t word = 0;

	for (size_t i = width; i > column; i--) {
		if (report->line[i] != ' ')
			continue;
		if (report->line[i - 1] == ';' || report->line[i - 1] == ',')
			return i;
		word = word > 0 ? word : i;
	}
	return word;
}

/* If the line, whose text begins at this column, is wider than width, writes all but the
 * last part of it, as lines. The details, in parentheses, begin a line. */
static void tree_wrap(Tree *tree, int column, int width)
{
	Report *report = &tree->report;
	size_t from = (size_t)column, details = report->details;
	char rest[sizeof report->line];

	if (width < column + LEAST_TEXT)
		width = column + LEAST_TEXT;
	while ((int)report->length > width) {
		size_t end = details > from && (int)details <= width
		                     ? details
		                     : tree_line_end(report, from, (size_t)width);
		if (end == 0)
			return;
		snprintf(rest, sizeof rest, "%s", report->line + end + 1);
		report->length = end;
		report_end_line(report);
		tree_begin_line(tree, column);
		report_say(report, "%*s%s", LEVEL, "", rest);
		from = (size_t)column + LEVEL;
		details = details > end ? details - end - 1 + from : 0;
	}
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

/* Does a line that leads to this node lead back to it, so that a circle is drawn? */
static bool tree_draws_circle(const Tree *tree, long to)
{
	return to != NOWHERE && tree->nodes[to].state == NODE_OPEN &&
	       tree->nodes[to].column < MOST_COLUMNS;
}

/* The line ends, or leads back to the node: then it is one of a circle. */
static void tree_end_line(Tree *tree, long to)
{
	if (tree_draws_circle(tree, to)) {
		tree_close_circle(tree, &tree->nodes[to]);
		return;
	}
	if (to != NOWHERE && tree->nodes[to].state == NODE_OPEN)
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
	tree_wrap(tree, node->column, WIDTH - (tree_draws_circle(tree, to) ? 3 : 0));
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

/* First from those for which no task waits; what is left are circles. */
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
		tree_begin_line(tree, LEVEL);
		report_state(&tree->report, &task->future);
		tree_wrap(tree, LEVEL, WIDTH);
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

/* nodes.h - what the files of the tree need of each other: its nodes, and what leads
 * where. */
#ifndef ASYNCIO_NODES_H
#define ASYNCIO_NODES_H

#include "report.h"

enum { NOWHERE = -1, MOST_COLUMNS = 60 };

typedef enum NodeState { NODE_NEW, NODE_OPEN, NODE_LEFT } NodeState;

/* A future that a report speaks of; most are tasks. */
typedef struct Node {
	const Future *future;
	bool awaited; /* another one leads to it */
	NodeState state;
	long parent;    /* the node that the walk has come from; NOWHERE: none */
	Behind next;    /* how far the walk has come in what it depends on */
	int column;     /* of its text */
	unsigned backs; /* how many lines of the report lead back to it */
} Node;

/* All of them. */
typedef struct Tree {
	Report report; /* first: a report of a tree is one */
	Node *nodes;
	long n, room;
	long n_tasks; /* the tasks of the loop are the first nodes */
	long *slots;  /* the nodes by their futures: 0, or the node's place plus one */
	size_t n_slots;
	char bars[MOST_COLUMNS + 1]; /* what stands to the left of a text */
	const void *asked;           /* the address that was asked for last */
	const TaskObject *answer;    /* and in whose stack it lies */
} Tree;

/* Adds a node for each unfinished task of the loop, and then for whatever these depend
 * on. Returns false if there is not enough memory. */
bool task_tree_fill(Tree *tree, Loop *loop);

/* Gives the memory of the nodes back. */
void task_tree_clear(Tree *tree);

/* Returns the node of a future, or NOWHERE. */
long task_tree_find(const Tree *tree, const void *future);

/* Stores the next of the futures that this one depends on, as FutureReport has it.
 * Returns false if there are no more. */
bool future_behind(Tree *tree, const Future *future, Behind *next);

/* Does the line of this future name the only one that it depends on? */
bool future_names_the_next(const Future *future);

/* ==== Given: the tree of tasks ==== */

/* Returns whether there is something to wait for. */
static inline bool is_pending(const Future *future)
{
	return future != NULL && future->state == FUTURE_PENDING;
}

#endif

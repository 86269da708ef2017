/* same_fringe.h - do two trees have the same leaves? */
#ifndef SAME_FRINGE_H
#define SAME_FRINGE_H

#include "generator.h"

/* A leaf has no children; any other node has two, and its letter does not matter. */
typedef struct Tree {
	char letter;
	struct Tree *left, *right;
} Tree;

int same_fringe(Tree *a, Tree *b);
/* The tests count with it how many leaves have been looked at. */
void leaf_seen(const Tree *leaf);

#endif

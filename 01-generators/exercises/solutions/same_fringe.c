/* same_fringe.c - two generators walk through the two trees and pause at each leaf, and
 * the comparison is a loop over both. Each walk is a plain recursive function: the yield
 * deep inside it pauses the walk as it stands. Without generators each tree needs a
 * stack of nodes of its own, which is the recursion written by hand.
 *
 * The loop ends when one of the two has no leaf any more. They were equal if the other
 * has none, either: so both are asked before the loop decides. Each of the two may fail,
 * for if there is no memory, there may be enough for left and none for right. */
#include "same_fringe.h"

static int walk(const Tree *tree)
{
	if (tree->left == NULL) {
		leaf_seen(tree);
		return generator_yield((void *)tree, NULL);
	}
	int error = walk(tree->left);
	return error < 0 ? error : walk(tree->right);
}

static int leaves(void *tree, void **result)
{
	return walk(tree);
}

int same_fringe(Tree *a, Tree *b)
{
	Generator *left = generator_new(leaves, a), *right = generator_new(leaves, b);
	void *one, *other;
	int more, others, same;

	do {
		more = generator_next(left, &one);
		others = generator_next(right, &other);
		same = more == others;
		if (more == 1 && same)
			same = ((Tree *)one)->letter == ((Tree *)other)->letter;
	} while (more == 1 && same);
	generator_free(left);
	generator_free(right);
	if (more < 0)
		return more;
	return others < 0 ? others : same;
}

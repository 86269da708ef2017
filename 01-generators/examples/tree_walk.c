/* tree_walk.c - a recursive walk that pauses at every node, by yield from. */
#include "generator.h"
#include "program.h"

typedef struct Node {
	long value;
	struct Node *left, *right;
} Node;

static void insert(Node **tree, Node *node)
{
	while (*tree != NULL)
		tree = node->value < (*tree)->value ? &(*tree)->left : &(*tree)->right;
	*tree = node;
}

static int walk(void *arg, void **result);

static int walk_into(Node *node)
{
	Generator *inner = generator_new(walk, node);
	int error = generator_yield_from(inner, NULL); /* yield from walk(node) */

	generator_free(inner);
	return error;
}

static int walk(void *arg, void **result)
{
	Node *node = arg;
	int error = 0;

	if (node == NULL)
		return 0;
	if ((error = walk_into(node->left)) < 0)
		return error;
	if ((error = generator_yield(&node->value, NULL)) < 0)
		return error;
	return walk_into(node->right);
}

int main(int argc, char *argv[])
{
	static Node nodes[100];
	const char *numbers[] = { "8", "3", "10", "1", "6", "14", "4", "7", "13" };
	const char **texts = numbers;
	int n = sizeof numbers / sizeof *numbers, status;
	Node *tree = NULL;
	void *value;

	int operand = program_options(argc, argv, NULL,
	                              " [NUMBER ...]\n\nSorts up to 100 "
	                              "numbers by walking the tree they make.");
	if (operand < argc) {
		texts = (const char **)argv + operand;
		n = argc - operand;
	}
	if (n > 100)
		program_refuse("100 numbers are the most it takes", "");
	for (int i = 0; i < n; i++) {
		nodes[i].value = program_number("it", texts[i], -1000000, 1000000);
		insert(&tree, &nodes[i]);
	}
	Generator *walker = generator_new(walk, tree);
	while ((status = generator_next(walker, &value)) == 1)
		printf("%ld\n", *(long *)value);
	if (status < 0)
		program_fail(status);
	generator_free(walker);
	return 0;
}

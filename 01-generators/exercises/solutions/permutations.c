/* permutations.c - the recursion is the usual one, and the yield stands at its bottom,
 * twelve calls deep. In Python each level would need a generator of its own and a `yield
 * from`; here a yield pauses the whole stack, however deep it is.
 *
 * To bring the letter at i to the front and to shift those before it, instead of
 * swapping the two, keeps the rest in its order: that is what makes the order of the
 * results the one that is asked for. The way back has to undo it also when an error is
 * thrown in. */
#include "permutations.h"

#include <string.h>

/* The letter at i comes to the front; with back, the one at the front returns to i. */
static void rotate(char *s, size_t i, int back)
{
	char moved = s[back ? 0 : i];

	if (back)
		memmove(s, s + 1, i);
	else
		memmove(s + 1, s, i);
	s[back ? i : 0] = moved;
}

static int permute(char *all, char *rest)
{
	size_t n = strlen(rest);
	int error = 0;

	if (n <= 1)
		return generator_yield(all, NULL);
	for (size_t i = 0; i < n && error == 0; i++) {
		rotate(rest, i, 0);
		error = permute(all, rest + 1);
		rotate(rest, i, 1);
	}
	return error;
}

int permutations(void *arg, void **result)
{
	return permute(arg, arg);
}

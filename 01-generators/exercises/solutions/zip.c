/* zip.c - a Pair on the stack of the generator is enough. It can be handed out, because
 * a paused generator keeps its stack; after the next resume it is overwritten, which is
 * what the comment promises. Left is asked first, so the value that may be lost is
 * left's: it has been taken when right turns out to have ended. Python's zip loses it,
 * too. */
#include "zip.h"

int zip(void *arg, void **result)
{
	Zip *z = arg;
	Pair pair;
	int status;

	while ((status = generator_next(z->left, &pair.left)) == 1) {
		status = generator_next(z->right, &pair.right);
		if (status != 1)
			return status;
		status = generator_yield(&pair, NULL);
		if (status < 0)
			return status;
	}
	return status;
}

/* half_a_result.c - A generator stores a result, and fails after that. So it has no
 * result. */
#include "generator.h"

#include <errno.h>
#include <stdio.h>

static int download(void *arg, void **result)
{
	*result = "half of a page";
	return -ECONNRESET;
}

int main(void)
{
	Generator *g = generator_new(download, NULL);
	void *page;
	int status = generator_next(g, &page);

	printf("failed: %s\n", status == -ECONNRESET ? "yes" : "no");
	printf("next gave: %s\n", page == NULL ? "nothing" : (const char *)page);
	generator_result(g, &page);
	printf("it returned: %s\n", page == NULL ? "nothing" : (const char *)page);
	generator_free(g);
	return 0;
}

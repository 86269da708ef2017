/* selectors.c - chooses one of the selectors that this system has. */
#include "io_selector.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	int (*make)(Selector **selector);
} selectors[] = {
#define SELECTOR(name) { #name, selector_##name },
#include "machines/selectors.h"
};

/* ==== Given: a choice between those that there are ==== */

int selector_chosen(Selector **selector)
{
	const char *name = getenv("ASYNCIO_SELECTOR");
	size_t n = sizeof selectors / sizeof *selectors, i = 0;

	while (name != NULL && i < n && strcmp(name, selectors[i].name) != 0)
		i++;
	return selectors[i % n].make(selector);
}

/* selectors.c - chooses one of the selectors that this system has. */
#include "io_selector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	int (*make)(Selector **selector);
} selectors[] = {
#define SELECTOR(name) { #name, selector_##name },
#include "machines/selectors.h"
};

enum { N_SELECTORS = sizeof selectors / sizeof *selectors };

/* ==== Given: a choice between those that there are ==== */

/* Says on stderr that no selector has this name, and which names there are: the first
 * time only, because each loop asks. */
static void say_ignored(const char *name)
{
	static atomic_flag said = ATOMIC_FLAG_INIT;
	char names[100] = "";

	if (atomic_flag_test_and_set(&said))
		return;
	for (size_t i = 0; i < N_SELECTORS; i++) {
		size_t length = strlen(names);
		snprintf(names + length, sizeof names - length, "%s%s",
		         i == 0 ? "" : " or ", selectors[i].name);
	}
	fprintf(stderr, "ASYNCIO_SELECTOR is %s, not '%s': it is ignored\n", names,
	        name);
}

int selector_chosen(Selector **selector)
{
	const char *name = getenv("ASYNCIO_SELECTOR");

	if (name == NULL || *name == '\0')
		return selectors[0].make(selector);
	for (size_t i = 0; i < N_SELECTORS; i++) {
		if (strcmp(name, selectors[i].name) == 0)
			return selectors[i].make(selector);
	}
	say_ignored(name);
	return selectors[0].make(selector);
}

/* selector_names.h - what ASYNCIO_SELECTOR can be set to on this system. */
#ifndef SELECTOR_NAMES_H
#define SELECTOR_NAMES_H

/* The best one first, and poll last: every system has it, and it needs no descriptor. */
static const char *const selector_names[] = {
#define SELECTOR(name) #name,
#include "machines/selectors.h"
#undef SELECTOR
};

enum { SELECTOR_NAMES = sizeof selector_names / sizeof *selector_names };

#endif

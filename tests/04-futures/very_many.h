/* very_many.h - ten thousand futures that are done one after the other. */
#ifndef VERY_MANY_H
#define VERY_MANY_H

#include "several.h"

/* One is done each second, the last one first; same has them in the order in which they
 * are done. */
static Future *futures[TEN_THOUSAND], *same[TEN_THOUSAND];
static Handle *soon;

static inline void make_very_many(void)
{
	soon = calloc(TEN_THOUSAND, sizeof *soon);
	for (int i = 0; i < TEN_THOUSAND; i++) {
		futures[i] = same[TEN_THOUSAND - 1 - i] = loop_create_future(loop);
		soon[i] = (Handle)HANDLE(set, futures[i]);
		loop_call_later(loop, TEN_THOUSAND - i, &soon[i]);
	}
}

static inline void end_very_many(void)
{
	for (int i = 0; i < TEN_THOUSAND; i++)
		handle_cancel(&soon[i]);
	unref_all(same, TEN_THOUSAND);
	free(soon);
}

#endif

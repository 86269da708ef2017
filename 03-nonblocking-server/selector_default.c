/* selector_default.c - the loop's selector is one that knows descriptors. In the place of
 * the file of this name in chapter 2. */
#include "io_selector.h"

/* ==== Step 3.2: sleep until a descriptor is ready ==== */

int selector_default(Loop *loop)
{
	return selector_chosen(&loop->selector);
}

/* 3.2.3: descriptors in the passes of a loop, with poll. */
#define POLL_ALONE
#include "pass_tests.h"

/* 3.2.3: what descriptors do, with poll. */
#define POLL_ALONE
#include "descriptor_tests.h"

/* 3.2.3: readers and writers, with poll. */
#define POLL_ALONE
#include "reader_tests.h"

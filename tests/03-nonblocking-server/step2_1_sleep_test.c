/* 3.2.1: a loop sleeps, with poll. */
#define POLL_ALONE
#include "sleep_tests.h"

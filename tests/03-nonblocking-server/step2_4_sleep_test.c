/* 3.2.4: a loop sleeps, with epoll, or what this system has in its place. */
#define ALL_BUT_POLL
#include "sleep_tests.h"

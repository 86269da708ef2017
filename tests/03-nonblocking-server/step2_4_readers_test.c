/* 3.2.4: readers and writers, with epoll, or what this system has in its place. */
#define ALL_BUT_POLL
#include "reader_tests.h"

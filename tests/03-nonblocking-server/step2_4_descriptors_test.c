/* 3.2.4: what descriptors do, with epoll, or what this system has in its place. */
#define ALL_BUT_POLL
#include "descriptor_tests.h"

/* 3.2.4: descriptors in the passes of a loop, with epoll, or what this system has in its
 * place. */
#define ALL_BUT_POLL
#include "pass_tests.h"

/* 3.5.6: the server with callbacks survives the same. */
#define MODE "callbacks"
#include "survival_tests.h"

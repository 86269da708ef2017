/* Step 3.1: even the busy server survives its clients, if not without being busy. */
#define MODE "busy"
#include "survival_tests.h"

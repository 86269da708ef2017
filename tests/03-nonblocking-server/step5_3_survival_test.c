/* Step 3.5: the server with callbacks survives the same. */
#define MODE "callbacks"
#include "survival_tests.h"

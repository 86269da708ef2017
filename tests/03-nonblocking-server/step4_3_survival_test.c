/* Step 3.4: the server with tasks survives what clients do. */
#define MODE "tasks"
#include "survival_tests.h"

/* Rung 4.5.5: the server whose connections are one group survives what chapter 3's do. */
#define SERVER "group_server"
#define MODE ""
#include "../03-nonblocking-server/survival_tests.h"

#include "locks.h"
int main(void){return 0;}

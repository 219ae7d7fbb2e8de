#include "in.c"

#include "p.h"
_Static_assert(sizeof(long) == 4, "never right here");

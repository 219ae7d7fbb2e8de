#define SIZE_TYPE unsigned long
#include "packet.h"

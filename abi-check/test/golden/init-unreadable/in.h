#include "missing.h"
struct reply { short code; };

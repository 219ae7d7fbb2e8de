#include "no_such_file.h"

struct R {
    int a;
};

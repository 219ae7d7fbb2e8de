#include <net/base.h>
struct frame {
    struct base head;
    long long size;
};

#error no

struct Pair {
    unsigned long y, x;
};

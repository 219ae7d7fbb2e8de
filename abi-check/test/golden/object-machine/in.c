struct __attribute__((aligned(8))) q {
    unsigned a, b;
};
struct q q;

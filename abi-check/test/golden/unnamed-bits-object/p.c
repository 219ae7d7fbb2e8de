struct __attribute__((aligned(8))) s {
    unsigned on : 1;
    unsigned : 31;
    unsigned x;
} s;

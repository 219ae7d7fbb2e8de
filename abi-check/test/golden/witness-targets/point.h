#if defined __riscv && !defined __clang__
typedef unsigned int coordinate;
#else
typedef __UINT32_TYPE__ coordinate;
#endif
struct point {
    __UINT32_TYPE__ x;
    coordinate y;
};

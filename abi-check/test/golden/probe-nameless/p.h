struct bits {
    unsigned on : 1;
    unsigned level : 31;
};
union outer {
    unsigned raw;
    struct {
        unsigned char low, high;
    } inner;
};
struct tail {
    unsigned a;
    unsigned __pad3;
};

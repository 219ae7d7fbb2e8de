enum Mode { M_A = 1, M_B = 2, M_C = 3 };
struct R {
    unsigned z;
};

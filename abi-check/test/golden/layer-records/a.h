enum Loose { L_A, L_B };
struct P {
    unsigned a, b;
};
struct Q {
    unsigned char a;
    unsigned b;
};

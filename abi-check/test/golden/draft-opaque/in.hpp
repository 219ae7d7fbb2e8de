struct Owner;
typedef float Vector __attribute__((vector_size(16)));

struct Opaque {
    long double number;
    Vector vector;
    float _Complex pair;
    _BitInt(200) wide;
    void (Owner::*call)();
    __bf16 half;
    unsigned char rest[6];
    unsigned none[2][0];
};

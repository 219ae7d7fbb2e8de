struct T {
    unsigned a;
    unsigned long long b;
};

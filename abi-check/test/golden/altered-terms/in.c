struct R {
    unsigned a;
    unsigned short b, c;
};

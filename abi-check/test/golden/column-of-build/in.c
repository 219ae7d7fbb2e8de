struct T {
    void* p;
    long n;
};

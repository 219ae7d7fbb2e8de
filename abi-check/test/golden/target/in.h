struct Request {
    unsigned kind, _pad;
    unsigned long long arg;
#ifdef __aarch64__
    unsigned long long tag;
#endif
};

/* Version 1 without its reserved bytes. */
struct request {
    unsigned size, flags;
    unsigned long long cookie;
};

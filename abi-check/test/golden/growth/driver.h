/* Version 2 without its deadline. */
struct request {
    unsigned size, flags;
    unsigned long long cookie;
    unsigned short queue;
    unsigned char reserved[6];
};

/* Version 1, but it knows the queue of version 2. */
struct request {
    unsigned size, flags;
    unsigned long long cookie;
    unsigned short queue;
    unsigned char reserved[6];
};

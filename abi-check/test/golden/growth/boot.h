/* Version 1, but with the queue of version 2, and shorter than the first version. */
struct request {
    unsigned size, flags;
    unsigned short queue;
};

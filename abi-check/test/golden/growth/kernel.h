/* Newer than the spec: it appended `trace`. */
struct request {
    unsigned size, flags;
    unsigned long long cookie;
    unsigned short queue;
    unsigned char reserved[6];
    unsigned long long deadline, tag, trace;
};
struct receipt {
    unsigned long long tag;
};

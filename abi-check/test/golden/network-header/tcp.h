typedef unsigned short __be16;
typedef unsigned int __be32;
struct tcp {
    __be32 ack;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    unsigned short res : 4, doff : 4, fin : 6, urg : 2;
#else
    unsigned short doff : 4, res : 4, urg : 2, fin : 6;
#endif
    __be16 window;
};

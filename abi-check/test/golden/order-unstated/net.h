typedef unsigned short __be16;
typedef unsigned int __be32;
typedef unsigned int __le32;
typedef unsigned short uint16_t;
typedef __be32 address; /* a name of our own, and the order is behind it */

struct Header {
    __be16 length;
    uint16_t port; /* nothing shows that it is swapped */
    address source;
    __le32 hops;
    unsigned char ttl;
    unsigned char id[3];
};

#ifndef IN_H
#define IN_H 1

#define MAGIC 0xc7b1, 0x0a82
#define LIMIT 4

struct packet {
    unsigned char kind;
    unsigned char bReserved;
    unsigned short bytes;
};

#endif

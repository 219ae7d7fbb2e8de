// Numbers as structures of bytes, as libraries for byte orders declare them.
template <typename T>
struct BigEndian {
    unsigned char bytes[sizeof(T)];
};
template <typename T>
struct LittleEndian {
    unsigned char bytes[sizeof(T)];
};
typedef struct {
    unsigned char b[4];
} be32_t;
typedef unsigned char be32[4];
struct pair {
    unsigned char a[4];
};

struct Block {
    BigEndian<unsigned> magic;
    BigEndian<unsigned short> sizes[2];
    be32_t owner;
    be32 crc;
    LittleEndian<unsigned> wrong;
    pair narrow;
};

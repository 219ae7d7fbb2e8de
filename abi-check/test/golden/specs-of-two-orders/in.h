typedef unsigned int __be32;
struct Header {
    __be32 address;
};
struct Block {
    __be32 number;
};

typedef unsigned int __be32;
struct Message {
    unsigned int kind;
    unsigned int first : 4, rest : 28;
    __be32 address;
};

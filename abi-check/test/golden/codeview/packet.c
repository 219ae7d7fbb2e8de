// What a driver shares with its service. Microsoft's layout gives `urgent` a storage unit of its own.
#ifdef OLD
typedef unsigned int arg_t;
#else
typedef unsigned long long arg_t;
#endif

enum state { IDLE, BUSY = 7 };

struct packet {
    unsigned kind;
    unsigned char urgent : 1;
    unsigned char _pad0 : 7;
    unsigned char _pad1[3];
    union {
        arg_t arg;
        unsigned char bytes[8];
    };
    enum state state;
    unsigned _pad2;
};
struct packet first;

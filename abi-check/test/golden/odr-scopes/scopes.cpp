namespace core {

struct Packet {
    unsigned kind;
    unsigned length;
};

class Queue {
    struct Packet {
        unsigned kind;
    };
    Packet last;
};

}  // namespace core

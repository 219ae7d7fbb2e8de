#include <stdint.h>

struct Packet { uint32_t kind, arg; };
struct Box { uint32_t item; };
struct Frame { struct Packet packet; struct Box box; };

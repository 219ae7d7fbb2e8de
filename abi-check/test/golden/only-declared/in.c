#include <stdint.h>

enum { KIND_EXEC = 0x400, KIND_EXIT = 0x401 };
#define PACKET_BYTES 32

struct Packet;
void take(struct Packet *packet);

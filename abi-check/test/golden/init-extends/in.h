#include <stdint.h>
enum Kind { KIND_EXEC = 0x400, KIND_EXIT = 0x401 };
struct Slot { uint64_t arg; };
struct CmdPacket { enum Kind kind; uint32_t _pad; struct Slot slot; };
struct CmdOld { uint32_t kind; };
struct Other { uint32_t x; };

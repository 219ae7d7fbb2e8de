#include <stdint.h>

typedef struct { uint32_t kind, arg; } drv_packet;
struct drv_box { uint32_t item; };
struct drv_frame { drv_packet packet; struct drv_box box; };

struct Packet { uint64_t somebody_elses; };

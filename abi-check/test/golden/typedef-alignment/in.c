#include <stdint.h>

typedef struct Small {
    uint32_t kind;
} Wide __attribute__((aligned(64)));

typedef struct {
    uint32_t kind;
} Own __attribute__((aligned(64)));

typedef struct Both {
    uint32_t kind;
} Both __attribute__((aligned(64)));

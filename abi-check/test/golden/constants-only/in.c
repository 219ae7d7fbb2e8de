#define LIMIT (1 << 6)

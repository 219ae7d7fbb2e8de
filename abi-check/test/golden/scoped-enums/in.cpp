#include <cstdint>

enum class Push : uint8_t { ok = 0, full = 1 };
enum class Pop : uint8_t { ok = 0, empty = 2 };
struct Answer {
    Push push;
    Pop pop;
};

using uint32_t = unsigned;
template <typename T, uint32_t n>
struct Ring {
    uint32_t head, tail;
    T slots[n];
    static constexpr uint32_t MAX = n;
};
struct Cmd { uint32_t kind, arg; };
using CmdRing = Ring<Cmd, 16>;
namespace proto { constexpr uint32_t MAX = 4; }

#include <cstdint>

namespace service {

struct Packet {
    std::uint32_t kind;
    std::uint32_t length;
    std::uint64_t address;
};

}  // namespace service

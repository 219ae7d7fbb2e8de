#include <stdint.h>

namespace core {

struct Packet { uint32_t kind, arg; };
template <typename T> struct Holder { T item; };
struct Frame { Packet packet; Holder<uint32_t> box; };

}  // namespace core

#include "core/user_memory.h"

#include <algorithm>
#include <cstring>

namespace core {
namespace {

/// Calls `visit` with the physical bytes of each page's part of `span`. Returns false if the program may not access a
/// part. A range that would wrap around fails earlier, because programs have no memory in the upper half of Sv39.
template <typename Visit>
bool for_each_part(AddressSpace space, UserSpan span, Access access, Visit visit) {
    for (std::uint64_t done = 0; done < span.bytes;) {
        const std::uint64_t address = span.address + done;
        const std::uint64_t part = std::min(span.bytes - done, page_bytes - address % page_bytes);
        const std::optional<std::uint64_t> physical = translate_user(space, address, access);
        if (!physical) {
            return false;
        }
        visit(std::span(reinterpret_cast<std::uint8_t*>(*physical), static_cast<std::size_t>(part)), done);
        done += part;
    }
    return true;
}

}  // namespace

bool user_may(AddressSpace space, UserSpan span, Access access) {
    return for_each_part(space, span, access, [](std::span<std::uint8_t>, std::uint64_t) {});
}

bool copy_in(AddressSpace space, UserSpan span, std::span<std::uint8_t> to) {
    return to.size() >= span.bytes &&
           for_each_part(space, span, access_read, [to](std::span<std::uint8_t> part, std::uint64_t done) {
               std::memcpy(to.data() + done, part.data(), part.size());
           });
}

bool copy_out(AddressSpace space, std::uint64_t address, std::span<const std::uint8_t> from) {
    const UserSpan span{address, from.size()};
    return user_may(space, span, access_write) &&
           for_each_part(space, span, access_write, [from](std::span<std::uint8_t> part, std::uint64_t done) {
               std::memcpy(part.data(), from.data() + done, part.size());
           });
}

}  // namespace core

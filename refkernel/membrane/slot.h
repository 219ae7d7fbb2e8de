// How userland writes and reads a slot of a ring: one member at a time, at the offsets of its own declaration. Bytes
// that userland does not declare are not transferred.
#pragma once

#include <boost/pfr/core.hpp>
#include <cstddef>
#include <cstdint>

#include "membrane/records.h"

namespace membrane {

/// Slot `index`, counted without wrapping.
inline std::byte* slot_address(RingHeader* ring, std::uint32_t index) {
    return reinterpret_cast<std::byte*>(ring) + sizeof(RingHeader) +
           std::size_t{index % RING_CAPACITY} * RING_SLOT_BYTES;
}

/// The offset of `member` in `record`, in bytes.
template <typename Record, typename Member>
std::size_t offset_in(const Record& record, const Member& member) {
    return static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&member) -
                                    reinterpret_cast<const std::byte*>(&record));
}

template <typename Record>
void store_members(std::byte* bytes, const Record& record) {
    auto* const slot = static_cast<std::byte*>(__builtin_assume_aligned(bytes, RING_SLOT_BYTES));
    boost::pfr::for_each_field(record, [&](const auto& member) {
        __builtin_memcpy(slot + offset_in(record, member), &member, sizeof member);
    });
}

template <typename Record>
void load_members(const std::byte* bytes, Record& record) {
    const auto* const slot = static_cast<const std::byte*>(__builtin_assume_aligned(bytes, RING_SLOT_BYTES));
    boost::pfr::for_each_field(
        record, [&](auto& member) { __builtin_memcpy(&member, slot + offset_in(record, member), sizeof member); });
}

}  // namespace membrane

// A range of user memory: an address that a program gave us, and that we do not believe.
//
// A UserSpan cannot be dereferenced. Its bytes move only through copy_in and copy_out, which ask the program's own page
// tables for every page.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>

#include "core/address_space.h"

namespace core {

struct UserSpan {
    std::uint64_t address = 0;
    std::uint64_t bytes = 0;
};

/// Whether the program may do `access` with every byte.
bool user_may(AddressSpace space, UserSpan span, Access access);

/// Copies span.bytes bytes to `to`, which has room for them. False: some are not the program's to read; those before
/// the first such page have been copied.
[[nodiscard]] bool copy_in(AddressSpace space, UserSpan span, std::span<std::uint8_t> to);

/// Copies all of `from` to `address`. False: not all of it is the program's to write; nothing was written.
[[nodiscard]] bool copy_out(AddressSpace space, std::uint64_t address, std::span<const std::uint8_t> from);

/// One record out of user memory.
template <typename Record>
    requires std::is_trivially_copyable_v<Record>
std::optional<Record> copy_in_record(AddressSpace space, std::uint64_t address) {
    Record record{};
    std::uint8_t* const bytes = reinterpret_cast<std::uint8_t*>(&record);
    if (!copy_in(space, {address, sizeof record}, {bytes, sizeof record})) {
        return std::nullopt;
    }
    return record;
}

/// One record into user memory. False: it is not all the program's to write; nothing was written.
template <typename Record>
    requires std::is_trivially_copyable_v<Record>
[[nodiscard]] bool copy_out_record(AddressSpace space, std::uint64_t address, const Record& record) {
    return copy_out(space, address, {reinterpret_cast<const std::uint8_t*>(&record), sizeof record});
}

}  // namespace core

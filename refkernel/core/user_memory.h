// A range of user memory, with an untrusted address from a program.
//
// A UserSpan cannot be dereferenced. Only copy_in and copy_out access its bytes; they check every page in the program's
// page tables.
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

/// Whether the program has the permissions `access` for every byte.
bool user_may(AddressSpace space, UserSpan span, Access access);

/// Copies span.bytes bytes to `to`. Returns false if `to` is too small, or if the program may not read some of them;
/// bytes before the first such page have then been copied.
[[nodiscard]] bool copy_in(AddressSpace space, UserSpan span, std::span<std::uint8_t> to);

/// Copies all of `from` to `address`. Writes nothing and returns false if the program may not write all of it.
[[nodiscard]] bool copy_out(AddressSpace space, std::uint64_t address, std::span<const std::uint8_t> from);

/// Copies one record from user memory; nothing if the program may not read all of it.
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

/// Copies one record to user memory. Writes nothing and returns false if the program may not write all of it.
template <typename Record>
    requires std::is_trivially_copyable_v<Record>
[[nodiscard]] bool copy_out_record(AddressSpace space, std::uint64_t address, const Record& record) {
    return copy_out(space, address, {reinterpret_cast<const std::uint8_t*>(&record), sizeof record});
}

}  // namespace core

// The names of the kernel's functions, and which of them called which. For the report of a panic.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace core {

struct Symbol {
    std::string_view name;     // empty: no function is known there
    std::uint64_t offset = 0;  // in bytes, from its first instruction
};

/// Finds the function at `address`. `table` has lines like "0x80200000 core_main", with ascending addresses;
/// core/symbols.sh writes it.
Symbol find_symbol(std::string_view table, std::uint64_t address);

/// Whether the instruction that ends at byte `offset` of `text` is a call: jal or jalr that writes ra, or c.jalr
/// (RISC-V unprivileged spec). Bytes of another instruction may look like one.
bool follows_call(std::span<const std::uint8_t> text, std::uint64_t offset);

}  // namespace core

// The flattened device tree (Devicetree Specification 0.4, chapter 5), as far as a boot needs it: the root's properties
// and those of its children.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace core {

constexpr std::size_t fdt_header_bytes = 40;

/// The size in bytes that the header states. Nothing when this is no device tree.
std::optional<std::uint32_t> fdt_total_bytes(std::span<const std::uint8_t, fdt_header_bytes> header);

struct Fdt {
    std::span<const std::uint8_t> structure;
    std::span<const std::uint8_t> strings;
};

/// Nothing when a block does not lie inside `bytes`, or the structure is damaged anywhere.
std::optional<Fdt> open_fdt(std::span<const std::uint8_t> bytes);

/// The value of `property` of the root's child `node` ("" is the root itself; "memory" also finds "memory@80000000").
/// Nothing when there is none.
std::optional<std::span<const std::uint8_t>> fdt_property(const Fdt& fdt, std::string_view node,
                                                          std::string_view property);

/// A big-endian number of 4 or 8 bytes. Nothing for another length.
std::optional<std::uint64_t> fdt_number(std::span<const std::uint8_t> value);

/// The first string of a value, without its NUL.
std::string_view fdt_string(std::span<const std::uint8_t> value);

}  // namespace core

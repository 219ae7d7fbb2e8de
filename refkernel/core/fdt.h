// Reads the flattened device tree (Devicetree Specification 0.4, chapter 5): its nodes, their properties, and the
// reserved memory.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace core {

constexpr std::size_t fdt_header_bytes = 40;
constexpr unsigned fdt_max_depth = 64;            // of nodes, where the root is 1; the limit of Linux (FDT_MAX_DEPTH)
constexpr std::uint32_t fdt_max_bytes = 2 << 20;  // the limit of Linux (MAX_FDT_SIZE); real trees are much smaller

/// The size in bytes that the header states, from fdt_header_bytes to fdt_max_bytes; nothing if it is not the header of
/// a device tree.
std::optional<std::uint32_t> fdt_total_bytes(std::span<const std::uint8_t, fdt_header_bytes> header);

struct Fdt {
    std::span<const std::uint8_t> reservations;
    std::span<const std::uint8_t> structure;
    std::span<const std::uint8_t> strings;
};

enum class FdtError : std::uint8_t {
    none,
    no_header,
    truncated,
    unreadable_version,
    misaligned_block,
    block_outside,
    open_reservations,
    truncated_structure,
    unknown_token,
    unopened_node,
    unended_node,
    too_deep,
    two_roots,
    stray_property,
    bad_property_name,
};

/// The error as a phrase for the user.
std::string_view describe(FdtError error);

/// Checks the whole tree. `bytes` may be longer than the tree.
FdtError check_fdt(std::span<const std::uint8_t> bytes);

/// Returns nothing if check_fdt returns an error.
std::optional<Fdt> open_fdt(std::span<const std::uint8_t> bytes);

/// A range of physical memory, as the tree states it. Its end may overflow.
struct FdtRange {
    std::uint64_t address = 0;
    std::uint64_t size_bytes = 0;
};

/// Entry `index` of the memory reservation block, whose memory the kernel must not use; nothing after the last.
std::optional<FdtRange> fdt_reservation(const Fdt& fdt, std::size_t index);

/// A node of an open tree.
struct FdtNode {
    std::string_view name{};                 // with its unit address; "" is the root
    unsigned depth = 0;                      // the root has 1
    std::span<const std::uint8_t> inside{};  // the structure block from its first property on
};

FdtNode fdt_root(const Fdt& fdt);

/// The next node in the order of the tree: the first child, or else what follows the node. Nothing after the last one.
std::optional<FdtNode> fdt_following(const FdtNode& node);

/// The root's child `name`; "memory" also finds "memory@80000000".
std::optional<FdtNode> fdt_child(const Fdt& fdt, std::string_view name);

/// The value of a property; nothing if the node does not have it.
std::optional<std::span<const std::uint8_t>> fdt_property(const Fdt& fdt, const FdtNode& node,
                                                          std::string_view property);

/// The same for the root's child `node` ("" is the root itself).
std::optional<std::span<const std::uint8_t>> fdt_property(const Fdt& fdt, std::string_view node,
                                                          std::string_view property);

/// A big-endian number of 4 or 8 bytes; nothing for any other length.
std::optional<std::uint64_t> fdt_number(std::span<const std::uint8_t> value);

/// The first string of a value, without its NUL.
std::string_view fdt_string(std::span<const std::uint8_t> value);

/// Whether `wanted` is one of the strings of a value, such as that of `compatible`.
bool fdt_has_string(std::span<const std::uint8_t> value, std::string_view wanted);

}  // namespace core

// Reads the flattened device tree (Devicetree Specification 0.4, chapter 5): its nodes, and the numbers, texts,
// addresses and sizes in their properties.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/error_list.h"

namespace core {

constexpr std::size_t fdt_header_bytes = 40;
constexpr unsigned fdt_max_depth = 64;            // of nodes, where the root is 1; the limit of Linux (FDT_MAX_DEPTH)
constexpr std::uint32_t fdt_max_bytes = 2 << 20;  // the limit of Linux (MAX_FDT_SIZE); real trees are much smaller

/// The size in bytes that the header states, from fdt_header_bytes to fdt_max_bytes; nothing if it is not the header of
/// a device tree.
std::optional<std::uint32_t> fdt_total_bytes(std::span<const std::uint8_t, fdt_header_bytes> header);

struct Fdt {
    std::span<const std::uint8_t> reservations;  // of memory that the kernel must not use, like a reg of 2 and 2 cells
    std::span<const std::uint8_t> structure;
    std::span<const std::uint8_t> strings;
};

#define REFKERNEL_FDT_ERRORS(X)                                                \
    X(none, "good")                                                            \
    X(no_header, "bad magic, or a size that is below 40 bytes or above 2 MiB") \
    X(truncated, "truncated: it has fewer bytes than its header states")       \
    X(unreadable_version, "its version is too new")                            \
    X(misaligned_block, "a block is misaligned")                               \
    X(block_outside, "a block is outside the tree, or overlaps its header")    \
    X(open_reservations, "its memory reservations do not end")                 \
    X(truncated_structure, "truncated: its structure goes past the end")       \
    X(unknown_token, "its structure has an unknown token")                     \
    X(unopened_node, "a node ends without a beginning")                        \
    X(unended_node, "a node does not end, or there is none")                   \
    X(too_deep, "its nodes are more than 64 deep")                             \
    X(two_roots, "it has two roots")                                           \
    X(stray_property, "a property is outside of nodes, or after a child")      \
    X(bad_property_name, "a property's name is not in its strings")
REFKERNEL_ERROR_LIST(FdtError, REFKERNEL_FDT_ERRORS)

struct OpenedFdt {
    FdtError error = FdtError::none;
    Fdt fdt{};  // valid if there is no error
};

/// Checks the whole tree. `bytes` may be longer than the tree.
OpenedFdt open_fdt(std::span<const std::uint8_t> bytes);

/// A node of an open tree.
struct FdtNode {
    std::string_view name{};                 // with its unit address; "" is the root
    unsigned depth = 0;                      // the root has 1
    std::span<const std::uint8_t> inside{};  // the structure block from its first property on
};

FdtNode fdt_root(const Fdt& fdt);

/// The next node in the order of the tree: the first child, or else what follows the node. Nothing after the last one.
std::optional<FdtNode> fdt_following(const FdtNode& node);

/// The node that `node`, which is not the root, is a child of.
FdtNode fdt_parent(const Fdt& fdt, const FdtNode& node);

/// The first node for which wanted(node) is true.
template <typename Wanted>
std::optional<FdtNode> fdt_find(const Fdt& fdt, Wanted wanted) {
    std::optional<FdtNode> node = fdt_root(fdt);
    while (node && !wanted(*node)) {
        node = fdt_following(*node);
    }
    return node;
}

/// The root's child `name`; "memory" also finds "memory@80000000".
std::optional<FdtNode> fdt_child(const Fdt& fdt, std::string_view name);

/// The value of a property; nothing if the node does not have it.
std::optional<std::span<const std::uint8_t>> fdt_property(const Fdt& fdt, const FdtNode& node,
                                                          std::string_view property);

/// The same for the root's child `node`.
std::optional<std::span<const std::uint8_t>> fdt_property(const Fdt& fdt, std::string_view node,
                                                          std::string_view property);

/// A big-endian number of 4 or 8 bytes; nothing for any other length.
std::optional<std::uint64_t> fdt_number(std::span<const std::uint8_t> value);

/// The number in a property; nothing if the node does not have it.
std::optional<std::uint64_t> fdt_number(const Fdt& fdt, const FdtNode& node, std::string_view property);

/// The first string of a value, without its NUL.
std::string_view fdt_string(std::span<const std::uint8_t> value);

/// Whether `wanted` is one of the strings of a value, such as that of `compatible`.
bool fdt_has_string(std::span<const std::uint8_t> value, std::string_view wanted);

/// A range of physical memory, as the tree states it. Its end may overflow.
struct FdtRange {
    std::uint64_t address = 0;
    std::uint64_t size_bytes = 0;
};

/// The number of 32-bit cells of an address and of a size ("reg" and "#address-cells and #size-cells").
struct Cells {
    std::uint64_t address = 2;
    std::uint64_t size = 1;

    /// Whether a kernel of 64 bits can read such numbers.
    bool readable() const { return (address == 1 || address == 2) && (size == 1 || size == 2); }
    std::size_t bytes() const { return static_cast<std::size_t>(address + size) * 4; }
};

/// What `parent` declares for its children, or the defaults.
Cells cells_in(const Fdt& fdt, const FdtNode& parent);

/// Entry `index` of a reg; nothing if the cells are not readable, or if the value ends before the end of the entry.
std::optional<FdtRange> reg_entry(Cells cells, std::span<const std::uint8_t> reg, std::size_t index);

/// A range in the tree that the kernel cannot accept.
struct TreeFault {
    std::string_view what{};  // a phrase; empty: there is no fault
    std::string_view node{};  // the name of the node
    FdtRange found{};
};

}  // namespace core

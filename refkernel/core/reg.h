// Addresses and sizes in `reg` properties (Devicetree Specification, "reg" and "#address-cells and #size-cells").
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/fdt.h"

namespace core {

/// The number of 32-bit cells of an address and of a size, in the children of a node.
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

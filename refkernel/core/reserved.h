// The memory that the kernel never gives to a program: what the device tree reserves, and later what the boot keeps,
// such as the initrd. The tree reserves the entries of its memory reservation block, and the children of
// /reserved-memory that have a reg (Devicetree Specification, "Memory Reservation Block" and "/reserved-memory").
//
// The kernel uses none of these, whatever a child's status is. A child with a size and no reg asks the kernel to choose
// a place; no device of the reference machine does, so such a child is ignored.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/fdt.h"
#include "core/range.h"

namespace core {

struct Reservation {
    std::string_view node;  // the child of /reserved-memory; "/memreserve/": an entry of the memory reservation block
    Range range;
    bool no_map = false;  // the kernel must not even map it
};

constexpr std::size_t max_tree_reservations = 32;
constexpr std::size_t max_kept = 4;  // device tree, initrd, replay blob, its results

struct Reservations {
    std::array<Reservation, max_tree_reservations + max_kept> all{};
    std::size_t count = 0;
    TreeFault fault{};

    std::span<const Reservation> list() const { return std::span(all).first(count); }
};

/// Stops at the first fault.
Reservations read_reservations(const Fdt& fdt);

/// Adds what the boot keeps, max_kept times at most.
void keep(Reservations& reservations, std::string_view what, Range range);

/// The first reservation that overlaps `range`, or null.
const Reservation* find_overlap(const Reservations& reservations, Range range);

/// Whether a page that `range` touches must not be mapped.
bool must_not_map(const Reservations& reservations, Range range);

/// The lowest page at or above `from` where `bytes` bytes overlap no reservation.
std::uint64_t find_place(std::uint64_t from, std::uint64_t bytes, const Reservations& reservations);

/// The first part of `whole` without pages that must not be mapped. Empty if there is none.
Range first_mappable(Range whole, const Reservations& reservations);

}  // namespace core

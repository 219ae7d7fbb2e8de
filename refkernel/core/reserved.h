// The memory that the device tree reserves: the entries of its memory reservation block, and the children of
// /reserved-memory that have a reg (Devicetree Specification, "Memory Reservation Block" and "/reserved-memory").
//
// The kernel uses none of it, whatever a child's status is. A child with a size and no reg asks the kernel to choose a
// place; no device of the reference machine does, so such a child is ignored.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/range.h"
#include "core/reg.h"

namespace core {

struct Reservation {
    std::string_view node;  // the child of /reserved-memory; "/memreserve/": an entry of the memory reservation block
    Range range;
    bool no_map = false;  // the kernel must not even map it
};

struct Reservations {
    std::array<Reservation, 32> all{};
    std::size_t count = 0;
    TreeFault fault{};

    std::span<const Reservation> list() const { return std::span(all).first(count); }
};

/// Stops at the first fault.
Reservations read_reservations(const Fdt& fdt);

/// The first reservation that overlaps `range`, or null.
const Reservation* find_overlap(const Reservations& reservations, Range range);

/// Whether a page that `range` touches must not be mapped.
bool must_not_map(const Reservations& reservations, Range range);

/// The lowest page at or above `from` where `bytes` bytes overlap none of `taken` and no reservation.
std::uint64_t find_place(std::uint64_t from, std::uint64_t bytes, std::span<const Range> taken,
                         const Reservations& reservations);

/// The first part of `whole` without pages that must not be mapped. Empty if there is none.
Range first_mappable(Range whole, const Reservations& reservations);

}  // namespace core

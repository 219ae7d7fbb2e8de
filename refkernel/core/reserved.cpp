#include "core/reserved.h"

#include <algorithm>

#include "core/pages.h"

namespace core {
namespace {

/// Adds a range, or sets the fault.
void add(Reservations& found, std::string_view node, FdtRange range, bool no_map) {
    const std::uint64_t end = range.address + range.size_bytes;
    if (end < range.address) {
        found.fault = {.what = "its end overflows 64 bits", .node = node, .found = range};
    } else if (found.count == max_tree_reservations) {
        found.fault = {.what = "more than 32 ranges are reserved", .node = node, .found = range};
    } else {
        found.all[found.count++] = {.node = node, .range = {range.address, end}, .no_map = no_map};
    }
}

/// Adds the ranges of a reg up to the first fault.
void add_all(Reservations& found, std::string_view node, Cells cells, std::span<const std::uint8_t> reg, bool no_map) {
    for (std::size_t index = 0; const auto range = reg_entry(cells, reg, index); ++index) {
        if (range->size_bytes != 0 && found.fault.what.empty()) {
            add(found, node, *range, no_map);
        }
    }
}

void add_child(Reservations& found, const Fdt& fdt, Cells cells, const FdtNode& child) {
    const auto reg = fdt_property(fdt, child, "reg");
    if (!reg) {
        return;
    }
    if (!cells.readable()) {
        found.fault = {.what = "#address-cells and #size-cells of its parent are not 1 or 2",
                       .node = child.name,
                       .found = {.address = cells.address, .size_bytes = cells.size}};
    } else if (reg->size() % cells.bytes() != 0) {
        found.fault = {.what = "its reg ends inside an address and a size",
                       .node = child.name,
                       .found = {.address = reg->size(), .size_bytes = cells.bytes()}};
    } else {
        add_all(found, child.name, cells, *reg, fdt_property(fdt, child, "no-map").has_value());
    }
}

Range whole_pages(Range range) {
    return {page_floor(range.begin), std::max(page_ceiling(range.end), range.end)};
}

/// The first reservation that must not be mapped and has a byte on a page that `range` touches.
const Reservation* find_unmappable(const Reservations& reservations, Range range) {
    const auto list = reservations.list();
    const auto found = std::ranges::find_if(
        list, [&](const Reservation& one) { return one.no_map && overlap(whole_pages(one.range), range); });
    return found == list.end() ? nullptr : &*found;
}

}  // namespace

Reservations read_reservations(const Fdt& fdt) {
    Reservations found;
    add_all(found, "/memreserve/", {.address = 2, .size = 2}, fdt.reservations, false);
    const std::optional<FdtNode> parent = fdt_child(fdt, "reserved-memory");
    const Cells cells = parent ? cells_in(fdt, *parent) : Cells{};
    for (auto node = parent ? fdt_following(*parent) : std::nullopt; node && node->depth > parent->depth;
         node = fdt_following(*node)) {
        if (node->depth == parent->depth + 1 && found.fault.what.empty()) {
            add_child(found, fdt, cells, *node);
        }
    }
    return found;
}

void keep(Reservations& reservations, std::string_view what, Range range) {
    reservations.all[reservations.count++] = {.node = what, .range = range};
}

const Reservation* find_overlap(const Reservations& reservations, Range range) {
    const auto list = reservations.list();
    const auto found = std::ranges::find_if(list, [&](const Reservation& one) { return overlap(one.range, range); });
    return found == list.end() ? nullptr : &*found;
}

bool must_not_map(const Reservations& reservations, Range range) {
    return find_unmappable(reservations, range) != nullptr;
}

std::uint64_t find_place(std::uint64_t from, std::uint64_t bytes, const Reservations& reservations) {
    std::uint64_t at = page_ceiling(from);
    while (const Reservation* const over = find_overlap(reservations, {at, at + bytes})) {
        at = whole_pages(over->range).end;
    }
    return at;
}

Range first_mappable(Range whole, const Reservations& reservations) {
    while (const Reservation* const over = find_unmappable(reservations, {whole.begin, whole.begin + 1})) {
        whole.begin = whole_pages(over->range).end;
        if (whole.begin >= whole.end) {
            return {whole.end, whole.end};
        }
    }
    while (const Reservation* const over = find_unmappable(reservations, whole)) {
        whole.end = whole_pages(over->range).begin;
    }
    return whole;
}

}  // namespace core

#include "core/reserved.h"

#include <algorithm>

#include "core/pages.h"

namespace core {
namespace {

/// Adds a range, or sets the fault.
void add(Reservations& found, std::string_view node, FdtRange range, bool no_map) {
    const std::uint64_t end = range.address + range.size_bytes;
    if (range.size_bytes == 0 || !found.fault.what.empty()) {
        return;
    }
    if (end < range.address) {
        found.fault = {.what = "its end overflows 64 bits", .node = node, .found = range};
    } else if (found.count == found.all.size()) {
        found.fault = {.what = "more than 32 ranges are reserved", .node = node, .found = range};
    } else {
        found.all[found.count++] = {.node = node, .range = {range.address, end}, .no_map = no_map};
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
        return;
    }
    if (reg->size() % cells.bytes() != 0) {
        found.fault = {.what = "its reg ends inside an address and a size",
                       .node = child.name,
                       .found = {.address = reg->size(), .size_bytes = cells.bytes()}};
        return;
    }
    const bool no_map = fdt_property(fdt, child, "no-map").has_value();
    for (std::size_t index = 0; const auto range = reg_entry(cells, *reg, index); ++index) {
        add(found, child.name, *range, no_map);
    }
}

Range whole_pages(Range range) {
    return {page_floor(range.begin), std::max(page_ceiling(range.end), range.end)};
}

}  // namespace

Reservations read_reservations(const Fdt& fdt) {
    Reservations found;
    for (std::size_t index = 0; const auto range = fdt_reservation(fdt, index); ++index) {
        add(found, "/memreserve/", *range, false);
    }
    const std::optional<FdtNode> parent = fdt_child(fdt, "reserved-memory");
    if (!parent) {
        return found;
    }
    const Cells cells = cells_in(fdt, *parent);
    for (auto node = fdt_following(*parent); node && node->depth > parent->depth && found.fault.what.empty();
         node = fdt_following(*node)) {
        if (node->depth == parent->depth + 1) {
            add_child(found, fdt, cells, *node);
        }
    }
    return found;
}

const Reservation* find_overlap(const Reservations& reservations, Range range) {
    const auto list = reservations.list();
    const auto found = std::ranges::find_if(list, [&](const Reservation& one) { return overlap(one.range, range); });
    return found == list.end() ? nullptr : &*found;
}

bool must_not_map(const Reservations& reservations, Range range) {
    return std::ranges::any_of(reservations.list(), [&](const Reservation& one) {
        return one.no_map && overlap(whole_pages(one.range), range);
    });
}

std::uint64_t find_place(std::uint64_t from, std::uint64_t bytes, std::span<const Range> taken,
                         const Reservations& reservations) {
    std::uint64_t at = page_ceiling(from);
    for (std::uint64_t before = at + 1; before != at;) {
        before = at;
        const auto avoid = [&](Range range) {
            if (overlap({at, at + bytes}, range)) {
                at = std::max(page_ceiling(range.end), range.end);
            }
        };
        std::ranges::for_each(taken, avoid);
        std::ranges::for_each(reservations.list(), [&](const Reservation& one) { avoid(one.range); });
    }
    return at;
}

Range first_mappable(Range whole, const Reservations& reservations) {
    for (std::uint64_t before = whole.begin + 1; before != whole.begin;) {
        before = whole.begin;
        for (const Reservation& one : reservations.list()) {
            const Range range = whole_pages(one.range);
            if (one.no_map && range.begin <= whole.begin && whole.begin < range.end) {
                whole.begin = std::min(range.end, whole.end);
            }
        }
    }
    for (const Reservation& one : reservations.list()) {
        if (one.no_map && overlap(whole_pages(one.range), whole)) {
            whole.end = page_floor(one.range.begin);
        }
    }
    return whole;
}

}  // namespace core

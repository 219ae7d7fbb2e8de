#include "core/reserved.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>

#include "core/test_fdt.h"
#include "hal/memlayout.h"

using namespace core;
using core::test::FdtWriter;

namespace {

using Cells32 = std::vector<std::uint32_t>;

/// A tree with /reserved-memory, whose children `write` adds.
std::vector<std::uint8_t> tree_with(std::uint32_t address_cells, std::uint32_t size_cells,
                                    const std::function<void(FdtWriter&)>& write, const Cells32& memreserve = {}) {
    FdtWriter tree;
    tree.reservations = FdtWriter::cells(memreserve);
    tree.begin("");
    tree.begin("reserved-memory");
    tree.property("#address-cells", FdtWriter::cells({address_cells}));
    tree.property("#size-cells", FdtWriter::cells({size_cells}));
    tree.property("ranges", std::vector<std::uint8_t>{});
    write(tree);
    tree.end();
    tree.begin("chosen");
    tree.property("reg", FdtWriter::cells({0, 0x1000, 0, 0x1000}));
    tree.end();
    tree.end();
    return tree.write();
}

void child(FdtWriter& tree, std::string_view name, const Cells32& reg, bool no_map = false) {
    tree.begin(name);
    tree.property("reg", FdtWriter::cells(reg));
    if (no_map) tree.property("no-map", std::vector<std::uint8_t>{});
    tree.end();
}

Reservations read(const std::vector<std::uint8_t>& bytes) {
    return read_reservations(open_fdt(bytes).fdt);
}

Reservations made(const std::vector<Reservation>& list) {
    Reservations reservations{.count = list.size()};
    std::ranges::copy(list, reservations.all.begin());
    return reservations;
}

}  // namespace

TEST_CASE("reserved ranges are those of the reservation block and of the children of /reserved-memory") {
    struct Row {
        std::string_view sentence;
        std::uint32_t address_cells;
        std::uint32_t size_cells;
        std::function<void(FdtWriter&)> write;
        Cells32 memreserve;
        std::string expected;  // "begin-end" for each, with a "!" if it must not be mapped
    };
    const Row rows[] = {
        {"nothing", 2, 2, [](FdtWriter&) {}, {}, ""},
        {"two cells each",
         2,
         2,
         [](FdtWriter& t) { child(t, "dma@84000000", {0, 0x8400'0000, 0, 0x1000}); },
         {},
         "84000000-84001000 "},
        {"one cell each", 1, 1, [](FdtWriter& t) { child(t, "dma", {0x8400'0000, 0x1000}); }, {}, "84000000-84001000 "},
        {"two and one",
         2,
         1,
         [](FdtWriter& t) { child(t, "dma", {1, 0x8400'0000, 0x1000}); },
         {},
         "184000000-184001000 "},
        {"one and two",
         1,
         2,
         [](FdtWriter& t) { child(t, "dma", {0x8400'0000, 1, 0x1000}); },
         {},
         "84000000-184001000 "},
        {"no-map", 1, 1, [](FdtWriter& t) { child(t, "dma", {0x8400'0000, 0x1000}, true); }, {}, "84000000-84001000! "},
        {"several ranges of a child",
         1,
         1,
         [](FdtWriter& t) { child(t, "dma", {16, 16, 64, 1}, true); },
         {},
         "10-20! 40-41! "},
        {"a range of no bytes", 1, 1, [](FdtWriter& t) { child(t, "dma", {16, 0}); }, {}, ""},
        {"two children, and the reservation block",
         1,
         1,
         [](FdtWriter& t) {
             child(t, "a", {16, 16});
             child(t, "b", {64, 16});
         },
         {0, 1, 0, 1},
         "1-2 10-20 40-50 "},
        {"a disabled child",
         1,
         1,
         [](FdtWriter& t) {
             t.begin("dma");
             t.property("status", "disabled");
             t.property("reg", FdtWriter::cells({16, 16}));
             t.end();
         },
         {},
         "10-20 "},
        {"a child without a reg",
         1,
         1,
         [](FdtWriter& t) {
             t.begin("pool");
             t.property("size", FdtWriter::cells({16}));
             t.end();
         },
         {},
         ""},
        {"a grandchild, whose address is not one of the memory",
         1,
         1,
         [](FdtWriter& t) {
             t.begin("a");
             child(t, "b", {16, 16});
             t.end();
         },
         {},
         ""},
        {"to the last byte but one",
         2,
         2,
         [](FdtWriter& t) { child(t, "a", {~0U, 0xffff'f000, 0, 0xfff}); },
         {},
         "fffffffffffff000-ffffffffffffffff "},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        const std::vector<std::uint8_t> bytes = tree_with(row.address_cells, row.size_cells, row.write, row.memreserve);
        const Reservations found = read(bytes);
        CHECK(found.fault.what == "");
        std::string text;
        for (const Reservation& one : found.list()) {
            char line[64];
            (void)std::snprintf(line, sizeof line, "%llx-%llx%s ", static_cast<unsigned long long>(one.range.begin),
                                static_cast<unsigned long long>(one.range.end), one.no_map ? "!" : "");
            text += line;
        }
        CHECK(text == row.expected);
    }
}

TEST_CASE("a reservation that cannot be read is a fault with its node and its numbers") {
    struct Row {
        std::string_view sentence;
        std::uint32_t cells;
        Cells32 reg;
        Cells32 memreserve;
        std::string_view what;
        std::string_view node;
        FdtRange found;
    };
    const Row rows[] = {
        {"an end after 64 bits",
         2,
         {0, 0x8400'0000, ~0U, ~0U},
         {},
         "its end overflows 64 bits",
         "dma@1",
         {0x8400'0000, ~std::uint64_t{0}}},
        {"an end at 64 bits",
         2,
         {~0U, 0xffff'f000, 0, 0x1000},
         {},
         "its end overflows 64 bits",
         "dma@1",
         {0xffff'ffff'ffff'f000, 0x1000}},
        {"an entry of the block",
         2,
         {},
         {0, 0x8400'0000, ~0U, ~0U},
         "its end overflows 64 bits",
         "/memreserve/",
         {0x8400'0000, ~std::uint64_t{0}}},
        {"three cells",
         3,
         {0, 0, 1, 0, 0, 1},
         {},
         "#address-cells and #size-cells of its parent are not 1 or 2",
         "dma@1",
         {3, 3}},
        {"a part of an entry", 2, {0, 1, 0, 1, 0}, {}, "its reg ends inside an address and a size", "dma@1", {20, 16}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        const std::vector<std::uint8_t> bytes =
            tree_with(row.cells, row.cells, [&](FdtWriter& t) { child(t, "dma@1", row.reg); }, row.memreserve);
        const TreeFault fault = read(bytes).fault;
        CHECK(fault.what == row.what);
        CHECK(fault.node == row.node);
        CHECK(fault.found.address == row.found.address);
        CHECK(fault.found.size_bytes == row.found.size_bytes);
    }
    Cells32 many;
    for (std::uint32_t i = 0; i < 32; ++i) many.insert(many.end(), {0, i + 1, 0, 1});
    CHECK(read(tree_with(1, 1, [](FdtWriter&) {}, many)).count == 32);
    many.insert(many.end(), {0, 99, 0, 1});
    CHECK(read(tree_with(1, 1, [](FdtWriter&) {}, many)).fault.what == "more than 32 ranges are reserved");
}

TEST_CASE("a place is the lowest page from which nothing is in the way") {
    Reservations reserved = made({{"a", {0x5000, 0x6001}}, {"b", {0x2800, 0x3000}, true}});
    keep(reserved, "initrd", {0x7000, 0x8000});
    CHECK(find_place(0x1000, 0x1000, reserved) == 0x1000);
    CHECK(find_place(0x1001, 0x1000, reserved) == 0x3000);
    CHECK(find_place(0x1000, 0x1800, reserved) == 0x1000);
    CHECK(find_place(0x1000, 0x1801, reserved) == 0x3000);
    CHECK(find_place(0x1000, 0x2001, reserved) == 0x8000);
    const Reservations to_the_end = made({{"a", {0x1000, ~std::uint64_t{0}}}, {"b", {0, 0x2000}}});
    CHECK(find_place(0, 0x1000, to_the_end) > USER_BEGIN);
}

TEST_CASE("memory that must not be mapped is left out, in whole pages, and other reserved memory is not") {
    const Reservations reserved =
        made({{"high", {0x9800, 0x9801}, true}, {"mapped", {0x2000, 0x4000}}, {"low", {0x5000, 0x6001}, true}});
    std::string parts;
    for (Range rest{0x1000, 0x10000}; rest.begin < rest.end;) {
        const Range part = first_mappable(rest, reserved);
        parts += std::to_string(part.begin >> 12) + "-" + std::to_string(part.end >> 12) + " ";
        rest.begin = part.end;
    }
    CHECK(parts == "1-5 7-9 10-16 ");
    CHECK(must_not_map(reserved, {0x9000, 0x9001}));
    CHECK_FALSE(must_not_map(reserved, {0x2000, 0x3000}));
    const Range none = first_mappable({0x5000, 0x7000}, reserved);
    CHECK(none.begin == none.end);
    const Range covered = first_mappable({0x5000, 0x6000}, reserved);  // a range that goes on behind the memory
    CHECK(covered.begin == covered.end);
    CHECK(find_overlap(reserved, {0x3000, 0x3001}) == &reserved.all[1]);
    CHECK(find_overlap(reserved, {0x4000, 0x5000}) == nullptr);
}

#include "core/boot.h"

#include <doctest/doctest.h>

#include <set>

#include "core/test_fdt.h"

using namespace core;
using core::test::FdtWriter;

namespace {

FdtWriter virt_machine(std::string_view arguments) {
    FdtWriter tree;
    tree.begin("");
    tree.property("#address-cells", FdtWriter::cells({2}));
    tree.property("#size-cells", FdtWriter::cells({2}));
    tree.begin("memory@80000000");
    tree.property("device_type", "memory");
    tree.property("reg", FdtWriter::cells({0, 0x8000'0000, 0, 0x1000'0000}));
    tree.end();
    tree.begin("chosen");
    tree.property("bootargs", arguments);
    tree.property("linux,initrd-start", FdtWriter::cells({0, 0x8820'0000}));
    tree.property("linux,initrd-end", FdtWriter::cells({0x8824'0000}));  // firmware writes one cell or two
    tree.end();
    return tree;
}

/// Nothing if the tree is damaged, or has no memory.
std::optional<Boot> boot_of(std::span<const std::uint8_t> bytes) {
    const OpenedFdt opened = open_fdt(bytes);
    return opened.error == FdtError::none ? read_boot(opened.fdt) : std::nullopt;
}

}  // namespace

TEST_CASE("memory, initrd and boot arguments are found in the device tree") {
    FdtWriter tree = virt_machine("init=bin/hello debug=packets");
    tree.end();
    const std::vector<std::uint8_t> bytes = tree.write();
    const std::optional<Boot> boot = boot_of(bytes);
    REQUIRE(boot);
    CHECK(boot->ram.begin == 0x8000'0000);
    CHECK(boot->ram.end == 0x9000'0000);
    REQUIRE(boot->initrd);
    CHECK(boot->initrd->begin == 0x8820'0000);
    CHECK(boot->initrd->end == 0x8824'0000);
    CHECK(boot->arguments.init == "bin/hello");
    CHECK(boot->arguments.debug_packets);
}

TEST_CASE("a tree without memory, without its end, or truncated anywhere is refused") {
    FdtWriter tree;
    tree.begin("");
    tree.end();
    CHECK_FALSE(boot_of(tree.write()));

    FdtWriter open = virt_machine("");  // its root node does not end
    CHECK_FALSE(boot_of(open.write()));

    FdtWriter good = virt_machine("");
    good.end();
    const std::vector<std::uint8_t> bytes = good.write();
    REQUIRE(boot_of(bytes));
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        CAPTURE(length);
        CHECK_FALSE(boot_of(std::span(bytes).first(length)));
    }
}

TEST_CASE("no single damaged byte makes the reader access bytes outside the tree") {
    FdtWriter tree = virt_machine("init=bin/hello");
    tree.end();
    const std::vector<std::uint8_t> good = tree.write();
    std::size_t refused = 0;
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::vector<std::uint8_t> damaged = good;  // on the heap, so that the sanitizer finds reads outside
        damaged[at] ^= 0xff;
        refused += boot_of(damaged) ? 0 : 1;
    }
    CHECK(refused > 40);
}

TEST_CASE("memory is a pair of numbers of one or two cells, according to the root") {
    using Cells = std::vector<std::uint32_t>;
    struct Row {
        std::string_view sentence;
        std::vector<std::uint8_t> address_cells;  // empty: the root has no such property
        std::vector<std::uint8_t> size_cells;
        Cells reg;
        std::optional<Range> ram;
    };
    const auto cells = [](const Cells& values) { return FdtWriter::cells(values); };
    const Row rows[] = {
        {"64 bits each", cells({2}), cells({2}), {0, 0x8000'0000, 0, 0x1000'0000}, Range{0x8000'0000, 0x9000'0000}},
        {"32 bits each", cells({1}), cells({1}), {0x8000'0000, 0x1000'0000}, Range{0x8000'0000, 0x9000'0000}},
        {"two and one, the default", {}, {}, {1, 0, 0x1000}, Range{0x1'0000'0000, 0x1'0000'1000}},
        {"more pairs; only the first counts", cells({1}), cells({1}), {16, 16, 64, 64}, Range{16, 32}},
        {"no cells", cells({0}), cells({2}), {0, 0x1000}, {}},
        {"three cells", cells({3}), cells({1}), {0, 0, 16, 16}, {}},
        {"too many cells", cells({2}), cells({0x4000'0001}), {0, 16, 16}, {}},
        {"a number of cells that overflows to 1", cells({2}), cells({0x4000'0000, 1}), {0, 16, 16}, {}},
        {"too short", cells({2}), cells({2}), {0, 0x8000'0000, 0}, {}},
        {"an end that overflows", cells({2}), cells({2}), {0xffff'ffff, 0xffff'f000, 0, 0x2000}, {}},
        {"no memory", cells({1}), cells({1}), {0x8000'0000, 0}, {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        FdtWriter tree;
        tree.begin("");
        if (!row.address_cells.empty()) {
            tree.property("#address-cells", row.address_cells);
            tree.property("#size-cells", row.size_cells);
        }
        tree.begin("memory@0");
        tree.property("reg", cells(row.reg));
        tree.end();
        tree.end();
        const std::vector<std::uint8_t> bytes = tree.write();
        const std::optional<Boot> boot = boot_of(bytes);
        CHECK(boot.has_value() == row.ram.has_value());
        if (boot && row.ram) {
            CHECK(boot->ram.begin == row.ram->begin);
            CHECK(boot->ram.end == row.ram->end);
        }
    }
}

TEST_CASE("an initrd is used only in permitted places") {
    using Cells = std::optional<std::vector<std::uint32_t>>;
    struct Row {
        std::string_view sentence;
        Cells begin;
        Cells end;
        InitrdError error;
    };
    const Range kernel{0x8020'0000, 0x8030'0000};
    const Range device_tree{0x8f00'0000, 0x8f00'1800};
    constexpr auto none = std::nullopt;
    using List = std::vector<std::uint32_t>;
    const Row rows[] = {
        {"one cell each", List{0x8820'0000}, List{0x8820'0001}, InitrdError::none},
        {"two cells each", List{0, 0x8820'0000}, List{0, 0x8820'0001}, InitrdError::none},
        {"one and two", List{0x8820'0000}, List{0, 0x8820'0001}, InitrdError::none},
        {"right after the kernel", List{0x8030'0000}, List{0x8031'0000}, InitrdError::none},
        {"right before the device tree", List{0x8e00'0000}, List{0x8f00'0000}, InitrdError::none},
        {"after the device tree, to the end of RAM", List{0x8f00'2000}, List{0x9000'0000}, InitrdError::none},
        {"no properties", none, none, InitrdError::missing},
        {"no end", List{0x8820'0000}, none, InitrdError::only_one_end},
        {"no beginning", none, List{0x8820'0000}, InitrdError::only_one_end},
        {"three cells", List{0, 0, 0x8820'0000}, List{0x8820'0001}, InitrdError::bad_number},
        {"an end without cells", List{0x8820'0000}, List{}, InitrdError::bad_number},
        {"an end before the beginning", List{0x8820'1000}, List{0x8820'0000}, InitrdError::ends_before_it_begins},
        {"an end at the beginning", List{0x8820'0000}, List{0x8820'0000}, InitrdError::no_bytes},
        {"a beginning inside a page", List{0x8820'0004}, List{0x8821'0000}, InitrdError::misaligned},
        {"an end after RAM", List{0x8820'0000}, List{0x9000'0001}, InitrdError::outside_ram},
        {"before RAM", List{0x1000}, List{0x2000}, InitrdError::outside_ram},
        {"beyond 32 bits", List{1, 0x8820'0000}, List{1, 0x8821'0000}, InitrdError::outside_ram},
        {"to the end of 64 bits", List{0x8820'0000}, List{~0U, ~0U}, InitrdError::outside_ram},
        {"below the kernel", List{0x8000'0000}, List{0x8020'0000}, InitrdError::below_kernel},
        {"into the kernel", List{0x8010'0000}, List{0x8020'0001}, InitrdError::over_kernel},
        {"around the kernel", List{0x8010'0000}, List{0x8050'0000}, InitrdError::over_kernel},
        {"from the kernel's last page", List{0x802f'f000}, List{0x8050'0000}, InitrdError::over_kernel},
        {"into the device tree", List{0x8e00'0000}, List{0x8f00'0001}, InitrdError::over_device_tree},
        {"around the device tree", List{0x8e00'0000}, List{0x9000'0000}, InitrdError::over_device_tree},
        {"from the device tree's last page", List{0x8f00'1000}, List{0x9000'0000}, InitrdError::over_device_tree},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        FdtWriter tree;
        tree.begin("");
        tree.begin("memory");
        tree.property("reg", FdtWriter::cells({0, 0x8000'0000, 0x1000'0000}));
        tree.end();
        tree.begin("chosen");
        if (row.begin) tree.property("linux,initrd-start", FdtWriter::cells(*row.begin));
        if (row.end) tree.property("linux,initrd-end", FdtWriter::cells(*row.end));
        tree.end();
        tree.end();
        const std::vector<std::uint8_t> bytes = tree.write();
        const std::optional<Boot> boot = boot_of(bytes);
        REQUIRE(boot);
        CHECK(check_initrd(*boot, kernel, device_tree) == row.error);
    }
}

TEST_CASE("each reason to refuse an initrd has its own text") {
    std::set<std::string_view> words;
    const int last = static_cast<int>(InitrdError::must_not_be_mapped);
    for (int error = 0; error <= last; ++error) {
        words.insert(describe(static_cast<InitrdError>(error)));
    }
    CHECK(words.size() == static_cast<std::size_t>(last) + 1);
}

TEST_CASE("boot arguments have defaults, and the first unknown one is reported") {
    const BootArguments none = parse_boot_arguments("");
    CHECK(none.init == "bin/nipbox");
    CHECK_FALSE(none.debug_packets);
    CHECK(none.replay.empty());
    CHECK(none.unknown.empty());

    CHECK(parse_boot_arguments("init=").init == "bin/nipbox");

    const BootArguments all = parse_boot_arguments("  loud replay=0x8c000000  init= debug=all init=bin/x ");
    CHECK(all.replay == "0x8c000000");
    CHECK(all.init == "bin/x");
    CHECK_FALSE(all.debug_packets);
    CHECK(all.unknown == "loud");
}

TEST_CASE("a log level is one of four words, and any other is an unknown argument") {
    CHECK(parse_boot_arguments("").log == Log::info);
    CHECK(parse_boot_arguments("log=error").log == Log::error);
    CHECK(parse_boot_arguments("log=warn").log == Log::warn);
    CHECK(parse_boot_arguments("log=debug log=info").log == Log::info);
    CHECK(parse_boot_arguments("log=debug quiet").log == Log::debug);
    CHECK(parse_boot_arguments("log=loud").unknown == "log=loud");
    CHECK(parse_boot_arguments("log=").unknown == "log=");
}

TEST_CASE("reserved memory and devices are read from the same tree") {
    FdtWriter tree = virt_machine("");
    tree.begin("serial@10000000");
    tree.property("compatible", "ns16550a");
    tree.property("reg", FdtWriter::cells({0, 0x1000'0000, 0, 0x100}));
    tree.end();
    tree.end();
    tree.reservations = FdtWriter::cells({0, 0x8820'0000, 0, 0x1000});
    const std::vector<std::uint8_t> bytes = tree.write();
    const std::optional<Boot> boot = boot_of(bytes);
    REQUIRE(boot);
    CHECK(boot->devices.uart == 0x1000'0000);
    REQUIRE(boot->reserved.count == 1);
    CHECK(boot->reserved.all[0].range.begin == 0x8820'0000);

    // Firmware may reserve the initrd itself, but then it must be mappable.
    Boot changed = *boot;
    CHECK(check_initrd(changed, {0x8020'0000, 0x8030'0000}, {}) == InitrdError::none);
    changed.reserved.all[0].no_map = true;
    CHECK(check_initrd(changed, {0x8020'0000, 0x8030'0000}, {}) == InitrdError::must_not_be_mapped);
}

TEST_CASE("an address is 0x and hexadecimal digits") {
    CHECK(parse_address("0x8c000000") == 0x8c00'0000);
    CHECK(parse_address("0x8C00") == 0x8c00);
    CHECK(parse_address("0xffffffffffffffff") == ~std::uint64_t{0});
    for (const std::string_view wrong : {"", "0x", "8c000000", "0x8g", "0x11111111111111111", "0X1", "0x1 "}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_address(wrong));
    }
}

TEST_CASE("ranges are half-open in overlaps and contains") {
    CHECK(overlap({0, 10}, {9, 20}));
    CHECK_FALSE(overlap({0, 10}, {10, 20}));
    CHECK(contains({0, 10}, {0, 10}));
    CHECK_FALSE(contains({0, 10}, {5, 11}));
    CHECK_FALSE(contains({0, 10}, {6, 5}));
}

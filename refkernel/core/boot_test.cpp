#include "core/boot.h"

#include <doctest/doctest.h>

#include "core/fdt.h"
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

}  // namespace

TEST_CASE("memory, initrd and boot arguments are found in the device tree") {
    FdtWriter tree = virt_machine("init=bin/hello debug=packets");
    tree.end();
    const std::vector<std::uint8_t> bytes = tree.write();
    const std::optional<Boot> boot = read_boot(bytes);
    REQUIRE(boot);
    CHECK(boot->ram.begin == 0x8000'0000);
    CHECK(boot->ram.end == 0x9000'0000);
    REQUIRE(boot->initrd);
    CHECK(boot->initrd->begin == 0x8820'0000);
    CHECK(boot->initrd->end == 0x8824'0000);
    CHECK(boot->arguments.init == "bin/hello");
    CHECK(boot->arguments.debug_packets);
}

TEST_CASE("a property of a grandchild, or of a node of a longer name, is not the child's") {
    FdtWriter tree;
    tree.begin("");
    tree.begin("soc");
    tree.begin("chosen");
    tree.property("bootargs", "wrong");
    tree.end();
    tree.end();
    tree.begin("chosen-one");
    tree.property("bootargs", "wrong");
    tree.end();
    tree.end();
    const std::vector<std::uint8_t> bytes = tree.write();
    const std::optional<Fdt> fdt = open_fdt(bytes);
    REQUIRE(fdt);
    CHECK_FALSE(fdt_property(*fdt, "chosen", "bootargs"));
    CHECK(fdt_property(*fdt, "chosen-one", "bootargs"));
}

TEST_CASE("a tree without memory, without its end, or cut off anywhere is refused") {
    FdtWriter tree;
    tree.begin("");
    tree.end();
    CHECK_FALSE(read_boot(tree.write()));

    FdtWriter open = virt_machine("");  // the root is not ended
    CHECK_FALSE(read_boot(open.write()));

    FdtWriter good = virt_machine("");
    good.end();
    const std::vector<std::uint8_t> bytes = good.write();
    REQUIRE(read_boot(bytes));
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        CAPTURE(length);
        CHECK_FALSE(read_boot(std::span(bytes).first(length)));
    }
}

TEST_CASE("a property behind a child node is damage") {
    FdtWriter tree = virt_machine("");
    tree.property("model", "too late");
    tree.end();
    CHECK_FALSE(read_boot(tree.write()));
}

TEST_CASE("no single damaged byte makes the reader leave the tree") {
    FdtWriter tree = virt_machine("init=bin/hello");
    tree.end();
    const std::vector<std::uint8_t> good = tree.write();
    std::size_t refused = 0;
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::vector<std::uint8_t> damaged = good;  // on the heap, so that the sanitizer sees every wrong read
        damaged[at] ^= 0xff;
        refused += read_boot(damaged) ? 0 : 1;
    }
    CHECK(refused > 40);
}

TEST_CASE("boot arguments have defaults, and the first unknown one is told") {
    const BootArguments none = parse_boot_arguments("");
    CHECK(none.init == "bin/nipbox");
    CHECK_FALSE(none.debug_packets);
    CHECK(none.replay.empty());
    CHECK(none.unknown.empty());

    CHECK(parse_boot_arguments("init=").init == "bin/nipbox");

    const BootArguments all = parse_boot_arguments("  quiet replay=0x8c000000  init= debug=all init=bin/x ");
    CHECK(all.replay == "0x8c000000");
    CHECK(all.init == "bin/x");
    CHECK_FALSE(all.debug_packets);
    CHECK(all.unknown == "quiet");
}

TEST_CASE("an address is written 0x and hexadecimal digits") {
    CHECK(parse_address("0x8c000000") == 0x8c00'0000);
    CHECK(parse_address("0x8C00") == 0x8c00);
    CHECK(parse_address("0xffffffffffffffff") == ~std::uint64_t{0});
    for (const std::string_view wrong : {"", "0x", "8c000000", "0x8g", "0x11111111111111111", "0X1", "0x1 "}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_address(wrong));
    }
}

TEST_CASE("ranges overlap and contain as half-open ones do") {
    CHECK(overlap({0, 10}, {9, 20}));
    CHECK_FALSE(overlap({0, 10}, {10, 20}));
    CHECK(contains({0, 10}, {0, 10}));
    CHECK_FALSE(contains({0, 10}, {5, 11}));
    CHECK_FALSE(contains({0, 10}, {6, 5}));
}

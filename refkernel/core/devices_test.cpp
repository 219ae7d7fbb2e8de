#include "core/devices.h"

#include <doctest/doctest.h>

#include <functional>

#include "core/test_fdt.h"

using namespace core;
using core::test::FdtWriter;

namespace {

constexpr Range ram{0x8000'0000, 0x9000'0000};

struct Node {
    std::string_view name = "serial@1";
    std::string compatible = "ns16550a";
    std::vector<std::uint32_t> reg = {0, 0x1000'0000, 0, 0x100};
    std::string_view status{};
    std::uint32_t phandle = 0;
};

void add(FdtWriter& tree, const Node& node) {
    tree.begin(node.name);
    if (!node.compatible.empty()) tree.property("compatible", node.compatible);
    if (!node.reg.empty()) tree.property("reg", FdtWriter::cells(node.reg));
    if (!node.status.empty()) tree.property("status", node.status);
    if (node.phandle != 0) tree.property("phandle", FdtWriter::cells({node.phandle}));
    tree.end();
}

/// A tree with a bus; `ranges` is the bus's property, and `after` writes the root's children after the bus.
Devices devices_of(
    const std::vector<Node>& nodes, const std::vector<std::uint32_t>& ranges = {},
    const std::function<void(FdtWriter&)>& after = [](FdtWriter&) {}) {
    FdtWriter tree;
    tree.begin("");
    tree.property("#address-cells", FdtWriter::cells({1}));
    tree.property("#size-cells", FdtWriter::cells({1}));
    tree.begin("soc");
    tree.property("#address-cells", FdtWriter::cells({2}));
    tree.property("#size-cells", FdtWriter::cells({2}));
    tree.property("ranges", FdtWriter::cells(ranges));
    for (const Node& node : nodes) add(tree, node);
    tree.end();
    after(tree);
    tree.end();
    static std::vector<std::uint8_t> bytes;  // the fault points into it
    bytes = tree.write();
    return read_devices(*open_fdt(bytes), ram);
}

void poweroff(FdtWriter& tree) {
    tree.begin("poweroff");
    tree.property("compatible", "syscon-poweroff");
    tree.property("regmap", FdtWriter::cells({4}));
    tree.property("offset", FdtWriter::cells({8}));
    tree.property("value", FdtWriter::cells({0x5555}));
    tree.end();
}

}  // namespace

TEST_CASE("the UART is the first enabled ns16550a with an address of the processor") {
    CHECK(devices_of({{}}).uart == 0x1000'0000);
    CHECK(devices_of({{.compatible = std::string("vendor,uart\0ns16550a", 20)}}).uart == 0x1000'0000);
    CHECK(devices_of({{.status = "okay"}}).uart == 0x1000'0000);
    CHECK(devices_of({{.status = "disabled"}, {.reg = {0, 0x2000'0000, 0, 1}}}).uart == 0x2000'0000);
    CHECK(devices_of({{.reg = {}}, {.reg = {0, 0x2000'0000, 0, 1}}}).uart == 0x2000'0000);
    CHECK(devices_of({}).uart == 0);
    CHECK(devices_of({{.compatible = "ns16550"}}).uart == 0);
    CHECK(devices_of({{.compatible = ""}}).uart == 0);
    CHECK(devices_of({{.reg = {0x1000'0000}}}).uart == 0);
    CHECK(devices_of({{}}, {0, 1, 0, 0, 0, 1}).uart == 0);  // a bus that translates addresses
    const Devices beside = devices_of({}, {}, [](FdtWriter& tree) { add(tree, {.reg = {0x3000'0000, 0x100}}); });
    CHECK(beside.uart == 0x3000'0000);  // with the cells of the root
}

TEST_CASE("the finisher is a SiFive test device, or the register of syscon-poweroff") {
    const Node test{
        .name = "test@100000", .compatible = "sifive,test0", .reg = {0, 0x10'0000, 0, 0x1000}, .phandle = 4};
    Node other = test;
    other.compatible = "syscon";
    const Devices usual = devices_of({{}, test}, {}, poweroff);
    CHECK(usual.finisher == 0x10'0000);
    CHECK(usual.poweroff_value == 0);
    const Devices by_register = devices_of({{}, other}, {}, poweroff);
    CHECK(by_register.finisher == 0x10'0008);
    CHECK(by_register.poweroff_value == 0x5555);
    CHECK(devices_of({{}, other}).finisher == 0);
    other.phandle = 5;
    CHECK(devices_of({{}, other}, {}, poweroff).finisher == 0);
}

TEST_CASE("a device in the memory or not below 4 GiB is a fault with its node") {
    for (const std::uint64_t address : {0x8000'0000ULL, 0x8fff'ffffULL, 0x1'0000'0000ULL, ~0ULL}) {
        CAPTURE(address);
        const std::vector<std::uint32_t> reg{static_cast<std::uint32_t>(address >> 32),
                                             static_cast<std::uint32_t>(address), 0, 1};
        const Devices devices = devices_of({{.reg = reg}});
        CHECK(devices.uart == 0);
        CHECK(devices.fault.what == "its registers are in the memory, or not below 4 GiB");
        CHECK(devices.fault.node == "serial@1");
        CHECK(devices.fault.found.address == address);
    }
    CHECK(devices_of({{.reg = {0, 0x7fff'f000, 0, 1}}}).fault.what == "");
    CHECK(devices_of({{.reg = {0, 0xffff'f000, 0, 1}}}).uart == 0xffff'f000);
}

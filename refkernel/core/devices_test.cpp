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
};

void add(FdtWriter& tree, const Node& node) {
    tree.begin(node.name);
    if (!node.compatible.empty()) tree.property("compatible", node.compatible);
    if (!node.reg.empty()) tree.property("reg", FdtWriter::cells(node.reg));
    if (!node.status.empty()) tree.property("status", node.status);
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
    return read_devices(open_fdt(bytes).fdt, ram);
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

TEST_CASE("the finisher is a SiFive test device") {
    const Node test{.name = "test@100000", .compatible = "sifive,test0", .reg = {0, 0x10'0000, 0, 0x1000}};
    CHECK(devices_of({{}, test}).finisher == 0x10'0000);
    CHECK(devices_of({{}}).finisher == 0);
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

namespace {

using List = std::vector<std::uint32_t>;

/// A tree with two harts, whose controllers are 2 and 4, a PLIC and a UART. Each row below changes one thing.
struct Machine {
    std::string_view sentence;
    std::uint32_t context = 3;  // what is expected: that of hart 1; 0: no interrupt
    std::string_view missing{};
    std::string plic = std::string("sifive,plic-1.0.0\0riscv,plic0", 29);
    List plic_reg = {0, 0xc00'0000, 0, 0x60'0000};
    List plic_cells = {1};
    List contexts = {2, 11, 2, 9, 4, 11, 4, 9};
    List interrupts = {10};
    List own_parent{};                   // of the UART
    std::uint32_t inherited_parent = 3;  // of the bus
    std::string_view controller = "riscv,cpu-intc";
};

Devices devices_of(const Machine& machine) {
    FdtWriter tree;
    const auto number = [&tree](std::string_view name, const List& cells) {
        if (!cells.empty()) tree.property(name, FdtWriter::cells(cells));
    };
    tree.begin("");
    tree.begin("cpus");
    for (const std::uint32_t hart : {0U, 1U}) {
        tree.begin("cpu@");
        tree.property("device_type", "cpu");
        number("reg", {hart});
        tree.begin("interrupt-controller");
        tree.property("compatible", machine.controller);
        number("phandle", {2 + hart * 2});
        tree.end();
        tree.end();
    }
    tree.end();
    tree.begin("soc");
    number("#address-cells", {2});
    number("#size-cells", {2});
    tree.property("ranges", FdtWriter::cells({}));
    number("interrupt-parent", {machine.inherited_parent});
    tree.begin("plic@c000000");
    tree.property("compatible", machine.plic);
    number("reg", machine.plic_reg);
    number("#interrupt-cells", machine.plic_cells);
    number("interrupts-extended", machine.contexts);
    number("phandle", {3});
    tree.end();
    tree.begin("serial@10000000");
    tree.property("compatible", "ns16550a");
    number("reg", {0, 0x1000'0000, 0, 0x100});
    number("interrupts", machine.interrupts);
    number("interrupt-parent", machine.own_parent);
    tree.end();
    tree.end();
    tree.end();
    static std::vector<std::uint8_t> bytes;
    bytes = tree.write();
    return read_devices(open_fdt(bytes).fdt, ram, 1);
}

}  // namespace

TEST_CASE("the UART interrupts the boot hart if the tree has a PLIC, a source and a context for it") {
    constexpr std::string_view no_plic = "its interrupt parent is not a PLIC";
    constexpr std::string_view no_source = "its interrupt is not a source of one cell";
    constexpr std::string_view no_context = "the PLIC has no context for the boot hart in supervisor mode";
    constexpr std::string_view no_registers =
        "the PLIC's registers are in the memory, not below 4 GiB, not on a page, or too few";
    const Machine rows[] = {
        {.sentence = "the parent is that of the bus"},
        {.sentence = "the parent is the UART's own", .own_parent = {3}, .inherited_parent = 9},
        {.sentence = "only the newer name", .plic = "riscv,plic0"},
        {.sentence = "two interrupts: the first counts", .interrupts = {10, 11}},
        {.sentence = "a hart without supervisor mode first", .context = 2, .contexts = {2, 11, 4, 11, 4, 9}},
        {.sentence = "an unused context", .context = 1, .contexts = {4, 0xffff'ffff, 4, 9}},
        {.sentence = "two contexts for the hart: the first counts", .context = 1, .contexts = {4, 11, 4, 9, 4, 9}},
        {.sentence = "no PLIC", .context = 0, .missing = no_plic, .plic = "riscv,aplic"},
        {.sentence = "another parent", .context = 0, .missing = no_plic, .own_parent = {2}},
        {.sentence = "a PLIC without registers", .context = 0, .missing = no_plic, .plic_reg = {}},
        {.sentence = "no interrupt", .context = 0, .missing = no_source, .interrupts = {}},
        {.sentence = "source 0", .context = 0, .missing = no_source, .interrupts = {0}},
        {.sentence = "source 1024", .context = 0, .missing = no_source, .interrupts = {1024}},
        {.sentence = "sources of two cells", .context = 0, .missing = no_source, .plic_cells = {2}},
        {.sentence = "sources of unknown cells", .context = 0, .missing = no_source, .plic_cells = {}},
        {.sentence = "no contexts", .context = 0, .missing = no_context, .contexts = {}},
        {.sentence = "machine mode only", .context = 0, .missing = no_context, .contexts = {2, 11, 4, 11}},
        {.sentence = "only the other hart", .context = 0, .missing = no_context, .contexts = {2, 11, 2, 9}},
        {.sentence = "half an entry", .context = 0, .missing = no_context, .contexts = {4, 11, 4, 9, 4}},
        {.sentence = "no controller in the hart", .context = 0, .missing = no_context, .controller = "x"},
        {.sentence = "in the memory",
         .context = 0,
         .missing = no_registers,
         .plic_reg = {0, 0x7fff'f000, 0, 0x60'0000}},
        {.sentence = "the last register is above 4 GiB",
         .context = 0,
         .missing = no_registers,
         .plic_reg = {0, 0xffdf'd000, 0, 0x60'0000}},
        {.sentence = "above 4 GiB", .context = 0, .missing = no_registers, .plic_reg = {~0U, ~0U << 12, 0, 0x60'0000}},
        {.sentence = "inside a page", .context = 0, .missing = no_registers, .plic_reg = {0, 0xc00'0004, 0, 0x60'0000}},
        {.sentence = "the context is behind the registers",
         .context = 0,
         .missing = no_registers,
         .plic_reg = {0, 0xc00'0000, 0, 0x20'3fff}},
        {.sentence = "the context has the last registers", .plic_reg = {0, 0xc00'0000, 0, 0x20'4000}},
    };
    for (const Machine& row : rows) {
        CAPTURE(row.sentence);
        const Devices devices = devices_of(row);
        CHECK(devices.uart == 0x1000'0000);
        CHECK(devices.fault.what == "");
        CHECK(devices.interrupt.missing == row.missing);
        CHECK(devices.interrupt.plic == (row.context == 0 ? 0 : 0xc00'0000));
        CHECK(devices.interrupt.context == row.context);
        CHECK(devices.interrupt.source == (row.context == 0 ? 0 : 10));
    }
    CHECK(devices_of(std::vector<Node>{}).interrupt.missing == "there is no UART");
}

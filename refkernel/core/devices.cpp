#include "core/devices.h"

#include "core/pages.h"
#include "hal/plic.h"

namespace core {
namespace {

/// Whether a device is of this kind, and enabled.
bool is_compatible(const Fdt& fdt, const FdtNode& node, std::string_view name) {
    const auto names = fdt_property(fdt, node, "compatible");
    if (!names || !fdt_has_string(*names, name)) {
        return false;
    }
    const auto status = fdt_property(fdt, node, "status");
    return !status || fdt_has_string(*status, "okay") || fdt_has_string(*status, "ok");
}

/// The phandle of a node's interrupt controller: its own, or the one of the next node above that states it (Devicetree
/// Specification, "interrupt-parent").
std::optional<std::uint64_t> interrupt_parent_of(const Fdt& fdt, FdtNode node) {
    std::optional<std::uint64_t> phandle = fdt_number(fdt, node, "interrupt-parent");
    while (!phandle && node.depth > 1) {
        node = fdt_parent(fdt, node);
        phandle = fdt_number(fdt, node, "interrupt-parent");
    }
    return phandle;
}

/// Whether addresses of a bus's children are those of the processor: neither it nor a bus above translates them.
bool is_direct(const Fdt& fdt, const FdtNode& bus) {
    const auto ranges = fdt_property(fdt, bus, "ranges");
    return bus.depth == 1 || (ranges && ranges->empty() && is_direct(fdt, fdt_parent(fdt, bus)));
}

struct Device {
    FdtNode node;
    FdtRange range;  // the first entry of its reg
};

/// The first node that is `wanted` and has an address of the processor.
template <typename Wanted>
std::optional<Device> find_device(const Fdt& fdt, Wanted wanted) {
    std::optional<FdtRange> range;
    const auto node = fdt_find(fdt, [&](const FdtNode& one) {
        const auto reg = one.depth > 1 && wanted(one) ? fdt_property(fdt, one, "reg") : std::nullopt;
        const FdtNode bus = reg ? fdt_parent(fdt, one) : FdtNode{};
        range = reg && is_direct(fdt, bus) ? reg_entry(cells_in(fdt, bus), *reg, 0) : std::nullopt;
        return range.has_value();
    });
    return node ? std::optional(Device{.node = *node, .range = *range}) : std::nullopt;
}

/// The address of a device, or 0 and a fault.
std::uint64_t address_of(const Device& device, Range ram, TreeFault& fault) {
    const std::uint64_t page = page_floor(device.range.address);
    if (page >= USER_BEGIN || overlap({page, page + page_bytes}, ram)) {
        fault = {.what = "its registers are in the memory, or not below 4 GiB",
                 .node = device.node.name,
                 .found = device.range};
        return 0;
    }
    return device.range.address;
}

/// The phandle of the interrupt controller inside a hart: the child `riscv,cpu-intc` of its node.
std::optional<std::uint64_t> controller_of(const Fdt& fdt, std::uint64_t hart) {
    const auto controller = fdt_find(fdt, [&](const FdtNode& node) {
        return node.depth > 1 && is_compatible(fdt, node, "riscv,cpu-intc") &&
               fdt_number(fdt, fdt_parent(fdt, node), "reg") == hart;
    });
    return controller ? fdt_number(fdt, *controller, "phandle") : std::nullopt;
}

/// The context of the PLIC that interrupts a hart in supervisor mode: the number of its entry in interrupts-extended,
/// where each entry is a controller's phandle and the number of an interrupt there.
std::optional<std::uint32_t> context_of(const Fdt& fdt, const FdtNode& plic, std::uint64_t controller) {
    constexpr std::size_t entry_bytes = 8;
    constexpr std::uint64_t supervisor_external = 9;
    const auto entries = fdt_property(fdt, plic, "interrupts-extended");
    if (!entries || entries->size() % entry_bytes != 0) {
        return std::nullopt;
    }
    for (std::size_t at = 0; at < entries->size(); at += entry_bytes) {
        if (fdt_number(entries->subspan(at, 4)) == controller &&
            fdt_number(entries->subspan(at + 4, 4)) == supervisor_external) {
            return static_cast<std::uint32_t>(at / entry_bytes);
        }
    }
    return std::nullopt;
}

/// The first number of a device's `interrupts`, if the controller numbers its sources with one cell.
std::optional<std::uint64_t> source_of(const Fdt& fdt, const FdtNode& device, const FdtNode& plic) {
    const auto sources = fdt_property(fdt, device, "interrupts");
    const bool readable = sources && sources->size() >= 4 && fdt_number(fdt, plic, "#interrupt-cells") == 1;
    const auto source = readable ? fdt_number(sources->first(4)) : std::nullopt;
    return source && *source > 0 && *source < PLIC_SOURCES ? source : std::nullopt;
}

InterruptLine find_interrupt(const Fdt& fdt, const Device& uart, Range ram, std::uint64_t hart) {
    const auto parent = interrupt_parent_of(fdt, uart.node);
    const auto plic = find_device(fdt, [&](const FdtNode& node) {
        return (is_compatible(fdt, node, "sifive,plic-1.0.0") || is_compatible(fdt, node, "riscv,plic0")) && parent &&
               fdt_number(fdt, node, "phandle") == parent;
    });
    if (!plic) {
        return {.missing = "its interrupt parent is not a PLIC"};
    }
    const auto source = source_of(fdt, uart.node, plic->node);
    if (!source) {
        return {.missing = "its interrupt is not a source of one cell"};
    }
    const auto controller = controller_of(fdt, hart);
    const auto context = controller ? context_of(fdt, plic->node, *controller) : std::nullopt;
    if (!context) {
        return {.missing = "the PLIC has no context for the boot hart in supervisor mode"};
    }
    const Range used{plic->range.address, plic->range.address + PLIC_THRESHOLD(*context) + page_bytes};
    if (used.begin % page_bytes != 0 || used.begin >= USER_BEGIN || used.end > USER_BEGIN || overlap(used, ram) ||
        used.end - used.begin > plic->range.size_bytes) {
        return {.missing = "the PLIC's registers are in the memory, not below 4 GiB, not on a page, or too few"};
    }
    return {.plic = used.begin, .context = *context, .source = static_cast<std::uint32_t>(*source)};
}

}  // namespace

Devices read_devices(const Fdt& fdt, Range ram, std::uint64_t boot_hart) {
    Devices devices;
    const auto of_kind = [&](std::string_view name) {
        return find_device(fdt, [&fdt, name](const FdtNode& node) { return is_compatible(fdt, node, name); });
    };
    if (const auto uart = of_kind("ns16550a")) {
        devices.uart = address_of(*uart, ram, devices.fault);
        devices.interrupt = find_interrupt(fdt, *uart, ram, boot_hart);
    } else {
        devices.interrupt.missing = "there is no UART";
    }
    if (const auto finisher = of_kind("sifive,test0")) {
        devices.finisher = address_of(*finisher, ram, devices.fault);
    }
    return devices;
}

}  // namespace core

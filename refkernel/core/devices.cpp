#include "core/devices.h"

#include <array>

#include "core/pages.h"

namespace core {
namespace {

/// The addresses that a node's children have.
struct Bus {
    Cells cells;
    bool direct = false;  // they are addresses of the processor
};

Bus bus_of(const Fdt& fdt, const FdtNode& node, bool parent_direct) {
    const auto ranges = fdt_property(fdt, node, "ranges");
    return {.cells = cells_in(fdt, node), .direct = node.depth == 1 || (parent_direct && ranges && ranges->empty())};
}

bool is_enabled(const Fdt& fdt, const FdtNode& node) {
    const auto status = fdt_property(fdt, node, "status");
    return !status || fdt_has_string(*status, "okay") || fdt_has_string(*status, "ok");
}

bool is_compatible(const Fdt& fdt, const FdtNode& node, std::string_view name) {
    const auto names = fdt_property(fdt, node, "compatible");
    return names && fdt_has_string(*names, name) && is_enabled(fdt, node);
}

std::optional<std::uint64_t> number_of(const Fdt& fdt, const FdtNode& node, std::string_view property) {
    const auto value = fdt_property(fdt, node, property);
    return value ? fdt_number(*value) : std::nullopt;
}

struct Device {
    FdtNode node;
    FdtRange range;  // the first entry of its reg
};

/// The first node that is `wanted` and has an address of the processor.
template <typename Wanted>
std::optional<Device> find_device(const Fdt& fdt, Wanted wanted) {
    std::array<Bus, fdt_max_depth + 1> buses{};  // by the depth of the node
    for (std::optional<FdtNode> node = fdt_root(fdt); node;) {
        const Bus& above = buses[node->depth - 1];
        const auto reg = above.direct && wanted(*node) ? fdt_property(fdt, *node, "reg") : std::nullopt;
        const auto range = reg ? reg_entry(above.cells, *reg, 0) : std::nullopt;
        if (range) {
            return Device{.node = *node, .range = *range};
        }
        const std::optional<FdtNode> next = fdt_following(*node);
        if (next && next->depth > node->depth) {
            buses[node->depth] = bus_of(fdt, *node, above.direct);
        }
        node = next;
    }
    return std::nullopt;
}

/// A register that powers the machine off: a node `syscon-poweroff` has its value, and the phandle of the device.
std::optional<Device> find_poweroff(const Fdt& fdt, std::uint32_t& value) {
    std::optional<FdtNode> node = fdt_root(fdt);
    while (node && !is_compatible(fdt, *node, "syscon-poweroff")) {
        node = fdt_following(*node);
    }
    const auto phandle = node ? number_of(fdt, *node, "regmap") : std::nullopt;
    if (!phandle) {
        return std::nullopt;
    }
    auto device = find_device(fdt, [&](const FdtNode& one) { return number_of(fdt, one, "phandle") == *phandle; });
    if (device) {
        device->range.address += number_of(fdt, *node, "offset").value_or(0);
        value = static_cast<std::uint32_t>(number_of(fdt, *node, "value").value_or(0));
    }
    return device && value != 0 ? device : std::nullopt;
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

}  // namespace

Devices read_devices(const Fdt& fdt, Range ram) {
    Devices devices;
    const auto of_kind = [&](std::string_view name) {
        return find_device(fdt, [&fdt, name](const FdtNode& node) { return is_compatible(fdt, node, name); });
    };
    if (const auto uart = of_kind("ns16550a")) {
        devices.uart = address_of(*uart, ram, devices.fault);
    }
    auto finisher = of_kind("sifive,test0");
    if (!finisher) {
        finisher = find_poweroff(fdt, devices.poweroff_value);
    }
    if (finisher) {
        devices.finisher = address_of(*finisher, ram, devices.fault);
    }
    return devices;
}

}  // namespace core

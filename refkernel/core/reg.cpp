#include "core/reg.h"

namespace core {

Cells cells_in(const Fdt& fdt, const FdtNode& parent) {
    const auto count = [&](std::string_view property, std::uint64_t otherwise) {
        const auto value = fdt_property(fdt, parent, property);
        return value ? fdt_number(*value).value_or(0) : otherwise;
    };
    return {.address = count("#address-cells", 2), .size = count("#size-cells", 1)};
}

std::optional<FdtRange> reg_entry(Cells cells, std::span<const std::uint8_t> reg, std::size_t index) {
    if (!cells.readable() || index >= reg.size() / cells.bytes()) {
        return std::nullopt;
    }
    const std::span<const std::uint8_t> entry = reg.subspan(index * cells.bytes(), cells.bytes());
    const std::size_t address_bytes = static_cast<std::size_t>(cells.address) * 4;
    return FdtRange{.address = fdt_number(entry.first(address_bytes)).value_or(0),
                    .size_bytes = fdt_number(entry.subspan(address_bytes)).value_or(0)};
}

}  // namespace core

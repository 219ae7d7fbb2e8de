#include "core/symbols.h"

#include "core/boot.h"
#include "core/text.h"

namespace core {

Symbol find_symbol(std::string_view table, std::uint64_t address) {
    Symbol found;
    while (!table.empty()) {
        std::string_view name = take_part(table, '\n');
        const auto begin = parse_address(take_part(name, ' '));
        if (!begin || *begin > address) {
            break;
        }
        found = {.name = name, .offset = address - *begin};
    }
    return found;
}

bool follows_call(std::span<const std::uint8_t> text, std::uint64_t offset) {
    if (offset > text.size() || offset % 2 != 0) {
        return false;
    }
    const auto half = [&](std::uint64_t before) {
        return static_cast<std::uint32_t>(text[offset - before] | text[offset - before + 1] << 8);
    };
    if (offset >= 4) {
        const std::uint32_t word = half(4) | half(2) << 16;
        if ((word & 0xfff) == 0x0ef || (word & 0x7fff) == 0x00e7) {
            return true;
        }
    }
    return offset >= 2 && (half(2) & 0xf07f) == 0x9002 && half(2) != 0x9002;  // 0x9002 is c.ebreak
}

}  // namespace core

#include "core/symbols.h"

#include <algorithm>

#include "core/boot.h"

namespace core {

Symbol find_symbol(std::string_view table, std::uint64_t address) {
    Symbol found;
    while (!table.empty()) {
        const std::string_view line(table.data(), std::min(table.find('\n'), table.size()));
        table.remove_prefix(std::min(line.size() + 1, table.size()));
        const std::string_view number(line.data(), std::min(line.find(' '), line.size()));
        const auto begin = parse_address(number);
        if (!begin || *begin > address) {
            break;
        }
        found = {.name = line, .offset = address - *begin};
        found.name.remove_prefix(std::min(number.size() + 1, line.size()));
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

#include "read/dwarf/package.h"

#include <algorithm>

#include "read/object/bytes.h"

namespace abi::dwarf {
namespace {

// DW_SECT_*. The numbers 2 and 5 to 8 mean other sections in version 5 than in GNU's version 2. Layouts need these
// five.
constexpr std::uint32_t sect_info = 1;
constexpr std::uint32_t sect_types = 2;  // version 2 only
constexpr std::uint32_t sect_abbrev = 3;
constexpr std::uint32_t sect_line = 4;
constexpr std::uint32_t sect_str_offsets = 6;

std::string_view part_of(std::string_view section, std::uint64_t offset, std::uint64_t size) {
    if (offset > section.size()) return {};
    return section.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

}  // namespace

PackageIndex::PackageIndex(std::string_view section, bool is_little) {
    if (section.empty()) return;
    object::ByteReader reader(section, is_little);
    auto version = reader.u32();
    if (version != 2) version &= is_little ? 0xffffU : ~0U;
    if (version > 5) version >>= 16U;  // version 5: two bytes and two of padding
    const std::uint64_t columns = reader.u32();
    const std::uint64_t units = reader.u32();
    const std::uint64_t slots = reader.u32();
    if ((version != 2 && version != 5) || columns == 0 || columns > 16) return;
    reader.skip(slots * 12);  // the hash table, and its row numbers
    std::vector<std::uint32_t> sections;
    sections.reserve(static_cast<std::size_t>(columns));
    for (std::uint64_t column = 0; column < columns; ++column) sections.push_back(reader.u32());
    if (!reader.ok() || units * columns > reader.left() / 8) return;
    rows_.resize(static_cast<std::size_t>(units), std::vector<Part>(static_cast<std::size_t>(columns)));
    for (auto& row : rows_) {
        for (std::size_t column = 0; column < row.size(); ++column) row[column] = {sections[column], reader.u32(), 0};
    }
    for (auto& row : rows_) {
        for (auto& part : row) part.size = reader.u32();
    }
}

void PackageIndex::place(Unit& unit, bool in_types) const {
    const std::uint32_t own = in_types ? sect_types : sect_info;
    const auto is_own = [&](const Part& part) {
        return part.section == own && unit.begin >= part.offset && unit.begin - part.offset < part.size;
    };
    const auto row = std::ranges::find_if(rows_, [&](const auto& parts) { return std::ranges::any_of(parts, is_own); });
    if (row == rows_.end()) return;
    for (const auto& part : *row) {
        if (part.section == sect_abbrev) unit.abbrev = part_of(unit.abbrev, part.offset, part.size);
        if (part.section == sect_line) unit.line = part_of(unit.line, part.offset, part.size);
        if (part.section == sect_str_offsets) unit.str_offsets = part_of(unit.str_offsets, part.offset, part.size);
    }
}

}  // namespace abi::dwarf

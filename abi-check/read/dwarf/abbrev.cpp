#include "read/dwarf/abbrev.h"

#include <algorithm>

#include "read/object/bytes.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

constexpr std::uint64_t zig_parent_attribute = 0x2ccd;  // ZIG_parent of Zig's own backends
constexpr std::size_t dense_limit = 4096;               // codes from here on are found by binary search

struct SlotRow {
    std::uint64_t attribute;
    Slot slot;
};

constexpr std::array slot_rows{
    SlotRow{dw::DW_AT_sibling, Slot::sibling},
    SlotRow{dw::DW_AT_name, Slot::name},
    SlotRow{dw::DW_AT_type, Slot::type},
    SlotRow{dw::DW_AT_byte_size, Slot::byte_size},
    SlotRow{dw::DW_AT_bit_size, Slot::bit_size},
    SlotRow{dw::DW_AT_bit_offset, Slot::bit_offset},
    SlotRow{dw::DW_AT_data_bit_offset, Slot::data_bit_offset},
    SlotRow{dw::DW_AT_data_member_location, Slot::member_location},
    SlotRow{dw::DW_AT_encoding, Slot::encoding},
    SlotRow{dw::DW_AT_declaration, Slot::declaration},
    SlotRow{dw::DW_AT_external, Slot::external},
    SlotRow{dw::DW_AT_const_value, Slot::const_value},
    SlotRow{dw::DW_AT_count, Slot::count},
    SlotRow{dw::DW_AT_upper_bound, Slot::upper_bound},
    SlotRow{dw::DW_AT_lower_bound, Slot::lower_bound},
    SlotRow{dw::DW_AT_bit_stride, Slot::bit_stride},
    SlotRow{dw::DW_AT_byte_stride, Slot::byte_stride},
    SlotRow{dw::DW_AT_GNU_bias, Slot::bias},
    SlotRow{dw::DW_AT_decl_file, Slot::decl_file},
    SlotRow{dw::DW_AT_decl_line, Slot::decl_line},
    SlotRow{dw::DW_AT_decl_column, Slot::decl_column},
    SlotRow{dw::DW_AT_alignment, Slot::alignment},
    SlotRow{dw::DW_AT_endianity, Slot::endianity},
    SlotRow{dw::DW_AT_artificial, Slot::artificial},
    SlotRow{dw::DW_AT_virtuality, Slot::virtuality},
    SlotRow{dw::DW_AT_export_symbols, Slot::export_symbols},
    SlotRow{dw::DW_AT_enum_class, Slot::enum_class},
    SlotRow{dw::DW_AT_discr, Slot::discr},
    SlotRow{dw::DW_AT_discr_value, Slot::discr_value},
    SlotRow{dw::DW_AT_signature, Slot::signature},
    SlotRow{dw::DW_AT_specification, Slot::specification},
    SlotRow{dw::DW_AT_GNU_vector, Slot::vector},
    SlotRow{zig_parent_attribute, Slot::zig_parent},
    SlotRow{dw::DW_AT_language, Slot::language},
    SlotRow{dw::DW_AT_producer, Slot::producer},
    SlotRow{dw::DW_AT_comp_dir, Slot::comp_dir},
    SlotRow{dw::DW_AT_stmt_list, Slot::stmt_list},
    SlotRow{dw::DW_AT_dwo_name, Slot::dwo_name},
    SlotRow{dw::DW_AT_GNU_dwo_name, Slot::dwo_name},
    SlotRow{dw::DW_AT_GNU_dwo_id, Slot::dwo_id},
    SlotRow{dw::DW_AT_str_offsets_base, Slot::str_offsets_base},
    SlotRow{dw::DW_AT_import, Slot::import},
};

Slot slot_of(std::uint64_t attribute) {
    const auto* found = std::ranges::find(slot_rows, attribute, &SlotRow::attribute);
    return found == slot_rows.end() ? Slot::none : found->slot;
}

Abbrev read_abbrev(object::ByteReader& reader, const dw::FormParams& format) {
    Abbrev abbrev;
    abbrev.tag = static_cast<std::uint16_t>(reader.uleb());
    abbrev.has_children = reader.u8() != 0;
    std::uint32_t skip = 0;
    while (reader.ok()) {
        const auto attribute = reader.uleb();
        const auto form = reader.uleb();
        const std::int64_t implicit = form == dw::DW_FORM_implicit_const ? reader.sleb() : 0;
        if (attribute == 0 && form == 0) break;
        const auto slot = slot_of(attribute);
        const auto size = dw::getFixedFormByteSize(static_cast<dw::Form>(form), format);
        if (slot == Slot::none && size && skip < (1U << 30U)) {
            skip += *size;
            continue;
        }
        abbrev.attributes.push_back({.skip = skip,
                                     .form = static_cast<std::uint16_t>(std::min<std::uint64_t>(form, 0xffff)),
                                     .slot = slot,
                                     .implicit = implicit});
        skip = 0;
    }
    abbrev.skip_at_end = skip;
    return abbrev;
}

}  // namespace

AbbrevTable::AbbrevTable(std::string_view section, std::uint64_t offset, const dw::FormParams& format,
                         std::uint64_t last) {
    object::ByteReader reader(section, /*is_little=*/true);  // LEB128 and bytes only
    reader.seek(offset);
    while (!reader.at_end()) {
        const auto code = reader.uleb();
        if (code == 0) break;
        auto abbrev = read_abbrev(reader, format);
        if (!reader.ok()) break;
        if (code == dense_.size() || (dense_.empty() && code == 1)) {
            if (dense_.empty()) dense_.emplace_back();
            dense_.push_back(std::move(abbrev));
        } else if (code < dense_.size()) {
            dense_[static_cast<std::size_t>(code)] = std::move(abbrev);
        } else if (code < dense_limit) {
            dense_.resize(static_cast<std::size_t>(code) + 1);
            dense_.back() = std::move(abbrev);
        } else {
            sparse_.emplace_back(code, std::move(abbrev));
        }
        if (code == last) break;
    }
    std::ranges::stable_sort(sparse_, {}, &std::pair<std::uint64_t, Abbrev>::first);
}

const Abbrev* AbbrevTable::find_sparse(std::uint64_t code) const {
    const auto found = std::ranges::lower_bound(sparse_, code, {}, &std::pair<std::uint64_t, Abbrev>::first);
    return found != sparse_.end() && found->first == code ? &found->second : nullptr;
}

}  // namespace abi::dwarf

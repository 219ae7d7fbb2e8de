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

constexpr std::uint64_t last_standard_attribute = dw::DW_AT_loclists_base;

/// The slots of the attributes that DWARF 5 defines, by their numbers.
constexpr auto standard_slots = [] {
    std::array<Slot, last_standard_attribute + 1> slots{};
    for (const auto& row : slot_rows) {
        if (row.attribute < slots.size()) slots[row.attribute] = row.slot;
    }
    return slots;
}();

Slot slot_of(std::uint64_t attribute) {
    if (attribute < standard_slots.size()) return standard_slots[attribute];
    const auto* found = std::ranges::find(slot_rows, attribute, &SlotRow::attribute);
    return found == slot_rows.end() ? Slot::none : found->slot;
}

/// Whether the brief part of such an entry has more than its sibling. Functions and variables are most of the entries
/// outside of records.
bool is_told_in_brief(std::uint64_t tag, bool has_value) {
    switch (tag) {
    case dw::DW_TAG_subprogram:
    case dw::DW_TAG_inlined_subroutine:
    case dw::DW_TAG_lexical_block:
    case dw::DW_TAG_formal_parameter:
    case dw::DW_TAG_unspecified_parameters:
    case dw::DW_TAG_call_site:
    case dw::DW_TAG_call_site_parameter:
    case dw::DW_TAG_GNU_call_site:
    case dw::DW_TAG_GNU_call_site_parameter:
    case dw::DW_TAG_label:
    case dw::DW_TAG_subroutine_type: return false;
    case dw::DW_TAG_variable:
    case dw::DW_TAG_constant: return has_value;
    default: return true;
    }
}

/// What such an entry may declare, or its children if they are not members of a function.
Declares what_declares(std::uint64_t tag, bool has_value) {
    switch (tag) {
    case dw::DW_TAG_structure_type:
    case dw::DW_TAG_class_type:
    case dw::DW_TAG_union_type:
    case dw::DW_TAG_interface_type: return Declares::record;
    case dw::DW_TAG_enumeration_type: return Declares::enumeration;
    case dw::DW_TAG_base_type:
    case dw::DW_TAG_typedef:
    case dw::DW_TAG_namespace:
    case dw::DW_TAG_module: return Declares::other;
    case dw::DW_TAG_variable:
    case dw::DW_TAG_constant:
    case dw::DW_TAG_member: return has_value ? Declares::other : Declares::nothing;
    default: return Declares::nothing;
    }
}

bool is_place(Slot slot) {
    return slot == Slot::decl_file || slot == Slot::decl_line || slot == Slot::decl_column;
}

}  // namespace

AbbrevTable::AbbrevTable(std::string_view section, std::uint64_t offset, const dw::FormParams& format,
                         std::uint64_t only)
    : section_(section), format_(format) {
    for (std::size_t form = 0; form < sizes_.size(); ++form) {
        sizes_[form] = dw::getFixedFormByteSize(static_cast<dw::Form>(form), format).value_or(no_size);
    }
    object::ByteReader reader(section, /*is_little=*/true);  // LEB128 and bytes only
    reader.seek(offset);
    while (!reader.at_end()) {
        const auto code = reader.uleb();
        if (code == 0) break;
        if (only != 0 && code != only) {
            skip_entry(reader);
            continue;
        }
        const auto abbrev = read_end(reader);
        if (!reader.ok()) break;
        if (code == dense_.size() || (dense_.empty() && code == 1)) {
            if (dense_.empty()) dense_.emplace_back();
            dense_.push_back(abbrev);
        } else if (code < dense_.size()) {
            dense_[static_cast<std::size_t>(code)] = abbrev;
        } else if (only == 0 && code < dense_limit) {
            dense_.resize(static_cast<std::size_t>(code) + 1);
            dense_.back() = abbrev;
        } else {
            sparse_.emplace_back(code, abbrev);
        }
        if (code == only) break;
    }
    std::ranges::stable_sort(sparse_, {}, &std::pair<std::uint64_t, Abbrev>::first);
}

std::uint8_t AbbrevTable::size_of(std::uint64_t form) const {
    return form < sizes_.size() ? sizes_[form]
                                : dw::getFixedFormByteSize(static_cast<dw::Form>(form), format_).value_or(no_size);
}

/// Skips an abbreviation behind its code.
void AbbrevTable::skip_entry(object::ByteReader& from) {
    auto reader = from;  // in registers
    reader.uleb();
    reader.u8();
    for (bool is_end = false; !is_end && reader.ok();) {
        const auto attribute = reader.uleb();
        const auto form = reader.uleb();
        if (form == dw::DW_FORM_implicit_const) reader.sleb();
        is_end = attribute == 0 && form == 0;
    }
    from = reader;
}

/// Returns false at the end of the attributes.
[[gnu::always_inline]] inline bool AbbrevTable::read_attribute(object::ByteReader& reader, Written& written) const {
    const auto attribute = reader.uleb();
    written.form = reader.uleb();
    written.implicit = written.form == dw::DW_FORM_implicit_const ? reader.sleb() : 0;
    if ((attribute == 0 && written.form == 0) || !reader.ok()) return false;
    written.size = size_of(written.form);
    written.slot = slot_of(attribute);
    return true;
}

/// Reads an abbreviation up to its end.
Abbrev AbbrevTable::read_end(object::ByteReader& from) const {
    auto reader = from;  // in registers
    Abbrev abbrev;
    abbrev.tag = static_cast<std::uint16_t>(reader.uleb());
    abbrev.has_children = reader.u8() != 0;
    abbrev.offset = reader.offset();
    abbrev.names_itself = true;
    std::uint32_t bytes = 0;
    bool has_fixed_size = true;
    bool has_value = false;
    const auto place_if = [&](bool is_form) { return is_form && has_fixed_size ? bytes : Abbrev::nowhere; };
    for (Written written; read_attribute(reader, written);) {
        switch (written.slot) {
        case Slot::none: break;
        case Slot::sibling: abbrev.sibling_at = place_if(written.form == dw::DW_FORM_ref4); break;
        case Slot::name: abbrev.name_at = place_if(written.form == dw::DW_FORM_strp); break;
        case Slot::type: abbrev.type_at = place_if(written.form == dw::DW_FORM_ref4); break;
        case Slot::const_value: has_value = true; break;
        case Slot::specification:
        case Slot::signature:
        case Slot::alignment:
        case Slot::zig_parent: abbrev.names_itself = false; break;
        default: break;
        }
        has_fixed_size = has_fixed_size && written.size != no_size && bytes < (1U << 30U);
        bytes += written.size;
    }
    abbrev.bytes = bytes;
    abbrev.declares = what_declares(abbrev.tag, has_value);
    abbrev.is_plain = has_fixed_size && (!abbrev.has_children || abbrev.sibling_at != Abbrev::nowhere);
    from = reader;
    return abbrev;
}

void AbbrevTable::prepare(Abbrev& abbrev) {
    object::ByteReader reader(section_, /*is_little=*/true);
    reader.seek(abbrev.offset);
    written_.clear();
    for (Written written; read_attribute(reader, written);) written_.push_back(written);
    const bool has_value = std::ranges::find(written_, Slot::const_value, &Written::slot) != written_.end();
    const bool is_told = is_told_in_brief(abbrev.tag, has_value);
    abbrev.all = add([](Slot slot) { return slot != Slot::none; });
    abbrev.brief =
        add([&](Slot slot) { return slot == Slot::sibling || (is_told && slot != Slot::none && !is_place(slot)); });
    abbrev.is_prepared = true;
}

template <typename IsAskedFor>
AbbrevPart AbbrevTable::add(IsAskedFor is_asked_for) {
    AbbrevPart part{.first = static_cast<std::uint32_t>(attributes_.size())};
    std::uint32_t skip = 0;
    for (const auto& [form, size, slot, implicit] : written_) {
        const bool asked = is_asked_for(slot);
        if (!asked && size != no_size && skip < (1U << 30U)) {
            skip += size;
            continue;
        }
        attributes_.push_back({.skip = skip,
                               .form = static_cast<std::uint16_t>(std::min<std::uint64_t>(form, 0xffff)),
                               .slot = asked ? slot : Slot::none,
                               .implicit = implicit});
        skip = 0;
    }
    part.count = static_cast<std::uint32_t>(attributes_.size()) - part.first;
    part.skip_at_end = skip;
    return part;
}

Abbrev* AbbrevTable::find_sparse(std::uint64_t code) {
    const auto found = std::ranges::lower_bound(sparse_, code, {}, &std::pair<std::uint64_t, Abbrev>::first);
    return found != sparse_.end() && found->first == code ? &found->second : nullptr;
}

}  // namespace abi::dwarf

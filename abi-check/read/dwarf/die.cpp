#include "read/dwarf/die.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

/// `section` must be empty or end with a NUL, so that each text in it ends.
const char* text_in(std::string_view section, std::uint64_t offset) {
    return offset < section.size() ? section.data() + offset : "";
}

constexpr std::uint64_t bit_of(Slot slot) {
    return std::uint64_t{1} << static_cast<unsigned>(slot);
}

constexpr std::uint64_t text_slots =
    bit_of(Slot::name) | bit_of(Slot::producer) | bit_of(Slot::comp_dir) | bit_of(Slot::dwo_name);

void set(Die& die, Slot slot, std::uint64_t value) {
    if ((bit_of(slot) & text_slots) != 0) return;
    die.present |= bit_of(slot);
    die.values[static_cast<std::size_t>(slot)].number = value;
}

void set_text(Die& die, Slot slot, const char* text) {
    if ((bit_of(slot) & text_slots) == 0) return;
    die.present |= bit_of(slot);
    die.values[static_cast<std::size_t>(slot)].text = text;
}

/// Slots of numbers. A reference there names the entry that has the number when the program runs: the length of an
/// array in Ada may be a member of the record.
constexpr std::uint64_t number_slots =
    bit_of(Slot::byte_size) | bit_of(Slot::bit_size) | bit_of(Slot::count) | bit_of(Slot::upper_bound) |
    bit_of(Slot::lower_bound) | bit_of(Slot::bit_stride) | bit_of(Slot::byte_stride) | bit_of(Slot::member_location);

void set_reference(Die& die, Slot slot, std::uint64_t reference) {
    if ((bit_of(slot) & number_slots) == 0) return set(die, slot, reference);
    die.odd |= bit_of(slot);
    set(die, slot, 0);
}

void set_constant(Die& die, Slot slot, std::uint64_t value, unsigned bits) {
    if (slot == Slot::const_value) die.const_bits = static_cast<std::uint8_t>(bits);
    set(die, slot, value);
}

void set_signed(Die& die, Slot slot, std::int64_t value) {
    if (value < 0) die.is_negative |= bit_of(slot);
    set_constant(die, slot, static_cast<std::uint64_t>(value), 0);
}

}  // namespace

DieReader::DieReader(const Unit& unit, const AbbrevTable& abbrevs, const Program& program)
    : unit_(unit), abbrevs_(abbrevs), program_(program), reader_(unit.section.substr(0, unit.end), unit.is_little) {}

bool DieReader::read(std::uint64_t offset, Die& die) {
    if (offset < unit_.first_die || offset >= unit_.end) return false;
    reader_ = object::ByteReader(unit_.section.substr(0, unit_.end), unit_.is_little);
    reader_.seek(offset);
    die.offset = offset;
    die.present = die.odd = die.is_negative = 0;
    const auto code = reader_.uleb();
    if (code == 0) {
        die.tag = 0;
        die.has_children = false;
        die.next = reader_.offset();
        return reader_.ok();
    }
    const auto* abbrev = abbrevs_.find(code);
    if (abbrev == nullptr) return false;
    die.tag = abbrev->tag;
    die.has_children = abbrev->has_children;
    for (const auto& attribute : abbrev->attributes) {
        reader_.skip(attribute.skip);
        read_value(attribute, attribute.form, die, 0);
    }
    reader_.skip(abbrev->skip_at_end);
    die.next = reader_.offset();
    return reader_.ok();
}

std::uint64_t DieReader::after(const Die& die) {
    if (!die.has_children) return die.next;
    if (die.has(Slot::sibling)) {
        const auto sibling = die.value(Slot::sibling) - unit_.base;
        if (sibling > die.offset && sibling <= unit_.end) return sibling;
    }
    std::uint64_t offset = die.next;
    Die inner;
    for (std::uint64_t depth = 1; depth != 0;) {
        if (!read(offset, inner)) return unit_.end;
        offset = inner.next;
        if (inner.tag == 0) {
            --depth;
        } else if (inner.has_children) {
            const auto sibling = inner.has(Slot::sibling) ? inner.value(Slot::sibling) - unit_.base : 0;
            if (sibling > inner.offset && sibling <= unit_.end) {
                offset = sibling;
            } else {
                ++depth;
            }
        }
    }
    return offset;
}

const char* DieReader::text_by_index(std::uint64_t index) const {
    const unsigned bytes = unit_.format.getDwarfOffsetByteSize();
    if (index > unit_.str_offsets.size() / bytes) return "";
    object::ByteReader offsets(unit_.str_offsets, unit_.is_little);
    offsets.seek(unit_.str_offsets_base + index * bytes);
    const auto offset = offsets.number_of(bytes);
    return offsets.ok() ? text_in(unit_.str, offset) : "";
}

void DieReader::read_block(Slot slot, std::uint64_t bytes, bool is_expression, Die& die) {
    const auto block = reader_.take(bytes);
    if (slot == Slot::none || !reader_.ok()) return;
    if (slot == Slot::const_value && !is_expression) {
        die.block = block;
        die.odd |= bit_of(slot);
        set(die, slot, 0);
        return;
    }
    // DWARF 2 writes the offset of a member as an expression that adds a constant to the record's address.
    object::ByteReader expression(block, unit_.is_little);
    const auto operation = expression.u8();
    if (slot == Slot::member_location && (operation == dw::DW_OP_plus_uconst || operation == dw::DW_OP_constu)) {
        const auto value = expression.uleb();
        if (expression.ok() && expression.at_end()) return set(die, slot, value);
    }
    die.odd |= bit_of(slot);
    set(die, slot, 0);
}

void DieReader::read_value(const AbbrevAttribute& attribute, std::uint64_t form, Die& die, unsigned depth) {
    const Slot slot = attribute.slot;
    switch (form) {
    case dw::DW_FORM_flag_present: return set(die, slot, 1);
    case dw::DW_FORM_implicit_const: return set_signed(die, slot, attribute.implicit);
    case dw::DW_FORM_flag: return set(die, slot, reader_.u8());
    case dw::DW_FORM_data1: return set_constant(die, slot, reader_.u8(), 8);
    case dw::DW_FORM_data2: return set_constant(die, slot, reader_.u16(), 16);
    case dw::DW_FORM_data4: return set_constant(die, slot, reader_.u32(), 32);
    case dw::DW_FORM_data8: return set_constant(die, slot, reader_.u64(), 64);
    case dw::DW_FORM_udata: return set_constant(die, slot, reader_.uleb(), 0);
    case dw::DW_FORM_sdata: return set_signed(die, slot, reader_.sleb());
    case dw::DW_FORM_sec_offset: return set(die, slot, offset());
    case dw::DW_FORM_data16: return read_block(slot, 16, /*is_expression=*/false, die);
    case dw::DW_FORM_block1: return read_block(slot, reader_.u8(), slot != Slot::const_value, die);
    case dw::DW_FORM_block2: return read_block(slot, reader_.u16(), slot != Slot::const_value, die);
    case dw::DW_FORM_block4: return read_block(slot, reader_.u32(), slot != Slot::const_value, die);
    case dw::DW_FORM_block: return read_block(slot, reader_.uleb(), slot != Slot::const_value, die);
    case dw::DW_FORM_exprloc: return read_block(slot, reader_.uleb(), /*is_expression=*/true, die);

    case dw::DW_FORM_string: {
        const auto text = reader_.text();
        return set_text(die, slot, text.data() != nullptr ? text.data() : "");
    }
    case dw::DW_FORM_strp: return set_text(die, slot, text_in(unit_.str, offset()));
    case dw::DW_FORM_line_strp: return set_text(die, slot, text_in(unit_.line_str, offset()));
    case dw::DW_FORM_strp_sup:
    case dw::DW_FORM_GNU_strp_alt: return set_text(die, slot, text_in(unit_.alt_str, offset()));
    case dw::DW_FORM_strx:
    case dw::DW_FORM_GNU_str_index: return set_text(die, slot, text_by_index(reader_.uleb()));
    case dw::DW_FORM_strx1: return set_text(die, slot, text_by_index(reader_.u8()));
    case dw::DW_FORM_strx2: return set_text(die, slot, text_by_index(reader_.u16()));
    case dw::DW_FORM_strx3: return set_text(die, slot, text_by_index(reader_.u24()));
    case dw::DW_FORM_strx4: return set_text(die, slot, text_by_index(reader_.u32()));

    case dw::DW_FORM_ref1: return set_reference(die, slot, local(reader_.u8()));
    case dw::DW_FORM_ref2: return set_reference(die, slot, local(reader_.u16()));
    case dw::DW_FORM_ref4: return set_reference(die, slot, local(reader_.u32()));
    case dw::DW_FORM_ref8: return set_reference(die, slot, local(reader_.u64()));
    case dw::DW_FORM_ref_udata: return set_reference(die, slot, local(reader_.uleb()));
    case dw::DW_FORM_ref_addr:
        return set_reference(die, slot, unit_.base + reader_.number_of(unit_.format.getRefAddrByteSize()));
    case dw::DW_FORM_ref_sig8: return set_reference(die, slot, program_.type_of(reader_.u64()));
    case dw::DW_FORM_GNU_ref_alt: return set_reference(die, slot, alternate(offset()));
    case dw::DW_FORM_ref_sup4: return set_reference(die, slot, alternate(reader_.u32()));
    case dw::DW_FORM_ref_sup8: return set_reference(die, slot, alternate(reader_.u64()));

    case dw::DW_FORM_addr: return reader_.skip(unit_.format.AddrSize);
    case dw::DW_FORM_addrx:
    case dw::DW_FORM_loclistx:
    case dw::DW_FORM_rnglistx:
    case dw::DW_FORM_GNU_addr_index: reader_.uleb(); return;
    case dw::DW_FORM_addrx1: return reader_.skip(1);
    case dw::DW_FORM_addrx2: return reader_.skip(2);
    case dw::DW_FORM_addrx3: return reader_.skip(3);
    case dw::DW_FORM_addrx4: return reader_.skip(4);
    case dw::DW_FORM_indirect: {
        const auto actual = reader_.uleb();
        // DWARF 5, 7.5.3: neither indirect again nor an implicit constant.
        if (depth != 0 || actual == dw::DW_FORM_indirect || actual == dw::DW_FORM_implicit_const) return reader_.fail();
        return read_value(attribute, actual, die, depth + 1);
    }
    default: return reader_.fail();
    }
}

}  // namespace abi::dwarf

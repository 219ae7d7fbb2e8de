#include "read/dwarf/die.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/xxhash.h"

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

std::uint64_t fingerprint_of(std::string_view text) {
    return llvm::xxh3_64bits(llvm::StringRef(text.data(), text.size()));
}

DieReader::DieReader(const Unit& unit, AbbrevTable& abbrevs, const Program& program)
    : unit_(unit), abbrevs_(abbrevs), program_(program), begin_(unit.section.substr(0, unit.end), unit.is_little) {}

bool DieReader::read(std::uint64_t offset, Die& die, AbbrevPart Abbrev::* part) {
    if (offset < unit_.first_die || offset >= unit_.end) return false;
    auto reader = begin_;
    reader.seek(offset);
    die.offset = offset;
    die.present = die.odd = die.is_negative = 0;
    const auto code = reader.uleb();
    if (code == 0) {
        die.tag = 0;
        die.has_children = false;
        die.next = reader.offset();
        return reader.ok();
    }
    const auto* abbrev = abbrevs_.find(code);
    if (abbrev == nullptr) return false;
    die.tag = abbrev->tag;
    die.has_children = abbrev->has_children;
    const bool is_dwarf32 = unit_.format.Format == dw::DWARF32;
    for (const auto& attribute : abbrevs_.attributes(abbrev->*part)) {
        reader.skip(attribute.skip);
        // The most frequent forms.
        switch (attribute.form) {
        case dw::DW_FORM_flag_present: set(die, attribute.slot, 1); continue;
        case dw::DW_FORM_data1: set_constant(die, attribute.slot, reader.u8(), 8); continue;
        case dw::DW_FORM_data2: set_constant(die, attribute.slot, reader.u16(), 16); continue;
        case dw::DW_FORM_ref4: set_reference(die, attribute.slot, local(reader.u32())); continue;
        case dw::DW_FORM_strp:
            if (!is_dwarf32) break;
            set_text(die, attribute.slot, text_in(unit_.str, reader.u32()));
            continue;
        default: break;
        }
        reader = read_value(reader, attribute, attribute.form, die);
    }
    reader.skip((abbrev->*part).skip_at_end);
    die.next = reader.offset();
    return reader.ok();
}

bool DieReader::read_hashed(std::uint64_t offset, HashedDie& die) {
    if (offset < unit_.first_die || offset >= unit_.end) return false;
    auto reader = begin_;
    reader.seek(offset);
    die = {};
    const auto code = reader.uleb();
    const auto* abbrev = code != 0 ? abbrevs_.find(code) : nullptr;
    if (abbrev == nullptr) {
        die.next = reader.offset();
        return code == 0 && reader.ok();
    }
    die.tag = abbrev->tag;
    die.has_children = abbrev->has_children;
    die.hash = die.tag;
    const bool is_dwarf32 = unit_.format.Format == dw::DWARF32;
    for (const auto& attribute : abbrevs_.attributes(abbrev->brief)) {
        reader.skip(attribute.skip);
        const Slot slot = attribute.slot;
        std::uint64_t value = 0;
        // The most frequent forms.
        if (slot == Slot::name && attribute.form == dw::DW_FORM_strp && is_dwarf32) {
            die.name = text_in(unit_.str, reader.u32());
            die.present |= bit_of(slot);
            continue;
        } else if (slot == Slot::type && attribute.form == dw::DW_FORM_ref4) {
            die.type = local(reader.u32());
            die.present |= bit_of(slot);
            continue;
        } else if (slot == Slot::name && attribute.form == dw::DW_FORM_string) {
            const auto text = reader.text();
            die.name = text.data() != nullptr ? text.data() : "";
            die.present |= bit_of(slot);
            continue;
        } else if (slot == Slot::const_value && attribute.form == dw::DW_FORM_data1) {
            // How wide a value is decides what it means (constants.h), and hash_value() hashes it otherwise.
            value = std::uint64_t{reader.u8()} << 8U | 8U;
        } else if (attribute.form == dw::DW_FORM_data1 && slot != Slot::const_value) {
            value = reader.u8();
        } else if (attribute.form == dw::DW_FORM_data2 && slot != Slot::const_value) {
            value = reader.u16();
        } else if (attribute.form == dw::DW_FORM_flag_present) {
            value = 1;
        } else if (slot == Slot::sibling && attribute.form == dw::DW_FORM_ref4) {
            reader.skip(4);
            continue;
        } else {
            reader = hash_value(reader, attribute, die);
            continue;
        }
        die.present |= bit_of(slot);
        die.hash = mix(die.hash, value << 8U | static_cast<std::uint64_t>(slot));
    }
    reader.skip(abbrev->brief.skip_at_end);
    die.hash = mix(die.hash, die.present);
    die.next = reader.offset();
    return reader.ok();
}

/// A value of any form.
object::ByteReader DieReader::hash_value(object::ByteReader reader, const AbbrevAttribute& attribute,
                                         HashedDie& die) const {
    Die read;
    reader = read_value(reader, attribute, attribute.form, read);
    const Slot slot = attribute.slot;
    if (slot == Slot::none || slot == Slot::sibling || !read.has(slot)) return reader;
    die.present |= bit_of(slot);
    if (slot == Slot::name) {
        die.name = read.text(slot);
    } else if (slot == Slot::type) {
        die.type = read.reference(slot);
    } else if (read.is_odd(slot) && slot == Slot::const_value) {
        die.hash = mix(mix(die.hash, 1), fingerprint_of(read.block));
    } else if (read.is_odd(slot) || (bit_of(slot) & text_slots) != 0) {
        die.is_odd = true;
    } else {
        die.hash = mix(mix(die.hash, static_cast<std::uint64_t>(slot)), read.value(slot));
        // How wide a value is, and whether it is negative, decides what it means (constants.h).
        if (slot == Slot::const_value) die.hash = mix(die.hash, read.const_bits + 2U);
        if (read.is_negative != 0) die.hash = mix(die.hash, 3);
    }
    return reader;
}

std::uint64_t DieReader::pass_over(std::uint64_t offset, const PassOver& what, bool& any_type) const {
    auto reader = begin_;
    reader.seek(offset);
    while (!reader.at_end()) {
        const auto begin = reader.offset();
        const auto* abbrev = abbrevs_.find_end(reader.uleb());
        if (abbrev == nullptr || !abbrev->is_plain || abbrev->bytes > reader.left()) return begin;
        auto end = reader.offset() + abbrev->bytes;
        if (abbrev->has_children) {
            auto sibling = reader;
            sibling.skip(abbrev->sibling_at);
            end = unit_.begin + sibling.u32();
            if (end <= begin || end > unit_.end) return begin;
        }
        if (!is_passed_over(*abbrev, reader, end, what)) return begin;
        any_type = any_type || abbrev->declares != Declares::nothing || abbrev->tag == dw::DW_TAG_pointer_type;
        reader.seek(end);
    }
    return reader.offset();
}

/// `attributes`: at those of the entry. `end`: behind its children.
inline bool DieReader::is_passed_over(const Abbrev& abbrev, const object::ByteReader& attributes, std::uint64_t end,
                                      const PassOver& what) const {
    if (abbrev.declares == Declares::nothing) {
        const bool is_of_function = abbrev.tag == dw::DW_TAG_subprogram || abbrev.tag == dw::DW_TAG_lexical_block;
        return what.functions || !is_of_function;
    }
    return what.strings != nullptr && is_unwanted(abbrev, attributes, end, *what.strings);
}

bool DieReader::is_unwanted(const Abbrev& abbrev, object::ByteReader attributes, std::uint64_t end,
                            const WantedStrings& strings) const {
    if (!abbrev.names_itself || abbrev.name_at == Abbrev::nowhere) return false;
    const auto begin = attributes.offset();
    attributes.skip(abbrev.name_at);
    if (strings.may_be_at(attributes.u32())) return false;
    if (abbrev.declares == Declares::record) return true;
    if (abbrev.declares == Declares::enumeration) {
        return !abbrev.has_children || has_unwanted_enumerators(begin + abbrev.bytes, end, strings);
    }
    // A typedef may name a type that has no name.
    if (abbrev.tag != dw::DW_TAG_typedef || abbrev.type_at == Abbrev::nowhere) return false;
    attributes.seek(begin + abbrev.type_at);
    return !may_be_nameless(unit_.begin + attributes.u32());
}

/// Of the entries in a range.
bool DieReader::has_unwanted_enumerators(std::uint64_t offset, std::uint64_t end, const WantedStrings& strings) const {
    auto reader = begin_;
    reader.seek(offset);
    while (reader.offset() < end) {
        const auto code = reader.uleb();
        if (code == 0) return true;
        const auto* abbrev = abbrevs_.find_end(code);
        const bool is_known = abbrev != nullptr && abbrev->tag == dw::DW_TAG_enumerator && !abbrev->has_children &&
                              abbrev->is_plain && abbrev->name_at != Abbrev::nowhere;
        if (!is_known || abbrev->bytes > reader.left()) return false;
        const auto next = reader.offset() + abbrev->bytes;
        reader.skip(abbrev->name_at);
        if (strings.may_be_at(reader.u32())) return false;
        reader.seek(next);
    }
    return false;
}

bool DieReader::may_be_nameless(std::uint64_t offset) const {
    if (offset < unit_.first_die || offset >= unit_.end) return true;
    auto reader = begin_;
    reader.seek(offset);
    const auto* abbrev = abbrevs_.find_end(reader.uleb());
    if (abbrev == nullptr) return true;
    const bool is_tag = abbrev->declares == Declares::record || abbrev->declares == Declares::enumeration;
    return is_tag && (abbrev->name_at == Abbrev::nowhere || !abbrev->names_itself);
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
        if (!read_brief(offset, inner)) return unit_.end;
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

void DieReader::read_block(object::ByteReader& reader, Slot slot, std::uint64_t bytes, bool is_expression,
                           Die& die) const {
    const auto block = reader.take(bytes);
    if (slot == Slot::none || !reader.ok()) return;
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

object::ByteReader DieReader::read_value(object::ByteReader reader, const AbbrevAttribute& attribute,
                                         std::uint64_t form, Die& die) const {
    const Slot slot = attribute.slot;
    switch (form) {
    case dw::DW_FORM_flag_present: set(die, slot, 1); break;
    case dw::DW_FORM_implicit_const: set_signed(die, slot, attribute.implicit); break;
    case dw::DW_FORM_flag: set(die, slot, reader.u8()); break;
    case dw::DW_FORM_data1: set_constant(die, slot, reader.u8(), 8); break;
    case dw::DW_FORM_data2: set_constant(die, slot, reader.u16(), 16); break;
    case dw::DW_FORM_data4: set_constant(die, slot, reader.u32(), 32); break;
    case dw::DW_FORM_data8: set_constant(die, slot, reader.u64(), 64); break;
    case dw::DW_FORM_udata: set_constant(die, slot, reader.uleb(), 0); break;
    case dw::DW_FORM_sdata: set_signed(die, slot, reader.sleb()); break;
    case dw::DW_FORM_sec_offset: set(die, slot, offset(reader)); break;
    case dw::DW_FORM_data16: read_block(reader, slot, 16, /*is_expression=*/false, die); break;
    case dw::DW_FORM_block1: read_block(reader, slot, reader.u8(), slot != Slot::const_value, die); break;
    case dw::DW_FORM_block2: read_block(reader, slot, reader.u16(), slot != Slot::const_value, die); break;
    case dw::DW_FORM_block4: read_block(reader, slot, reader.u32(), slot != Slot::const_value, die); break;
    case dw::DW_FORM_block: read_block(reader, slot, reader.uleb(), slot != Slot::const_value, die); break;
    case dw::DW_FORM_exprloc: read_block(reader, slot, reader.uleb(), /*is_expression=*/true, die); break;

    case dw::DW_FORM_string: {
        const auto text = reader.text();
        set_text(die, slot, text.data() != nullptr ? text.data() : "");
        break;
    }
    case dw::DW_FORM_strp: set_text(die, slot, text_in(unit_.str, offset(reader))); break;
    case dw::DW_FORM_line_strp: set_text(die, slot, text_in(unit_.line_str, offset(reader))); break;
    case dw::DW_FORM_strp_sup:
    case dw::DW_FORM_GNU_strp_alt: set_text(die, slot, text_in(unit_.alt_str, offset(reader))); break;
    case dw::DW_FORM_strx:
    case dw::DW_FORM_GNU_str_index: set_text(die, slot, text_by_index(reader.uleb())); break;
    case dw::DW_FORM_strx1: set_text(die, slot, text_by_index(reader.u8())); break;
    case dw::DW_FORM_strx2: set_text(die, slot, text_by_index(reader.u16())); break;
    case dw::DW_FORM_strx3: set_text(die, slot, text_by_index(reader.u24())); break;
    case dw::DW_FORM_strx4: set_text(die, slot, text_by_index(reader.u32())); break;

    case dw::DW_FORM_ref1: set_reference(die, slot, local(reader.u8())); break;
    case dw::DW_FORM_ref2: set_reference(die, slot, local(reader.u16())); break;
    case dw::DW_FORM_ref4: set_reference(die, slot, local(reader.u32())); break;
    case dw::DW_FORM_ref8: set_reference(die, slot, local(reader.u64())); break;
    case dw::DW_FORM_ref_udata: set_reference(die, slot, local(reader.uleb())); break;
    case dw::DW_FORM_ref_addr:
        set_reference(die, slot, unit_.base + reader.number_of(unit_.format.getRefAddrByteSize()));
        break;
    case dw::DW_FORM_ref_sig8: set_reference(die, slot, program_.type_of(reader.u64())); break;
    case dw::DW_FORM_GNU_ref_alt: set_reference(die, slot, alternate(offset(reader))); break;
    case dw::DW_FORM_ref_sup4: set_reference(die, slot, alternate(reader.u32())); break;
    case dw::DW_FORM_ref_sup8: set_reference(die, slot, alternate(reader.u64())); break;

    case dw::DW_FORM_addr: reader.skip(unit_.format.AddrSize); break;
    case dw::DW_FORM_addrx:
    case dw::DW_FORM_loclistx:
    case dw::DW_FORM_rnglistx:
    case dw::DW_FORM_GNU_addr_index: reader.uleb(); break;
    case dw::DW_FORM_addrx1: reader.skip(1); break;
    case dw::DW_FORM_addrx2: reader.skip(2); break;
    case dw::DW_FORM_addrx3: reader.skip(3); break;
    case dw::DW_FORM_addrx4: reader.skip(4); break;
    case dw::DW_FORM_indirect: {
        const auto actual = reader.uleb();
        // DWARF 5, 7.5.3: neither indirect again nor an implicit constant.
        if (actual != dw::DW_FORM_indirect && actual != dw::DW_FORM_implicit_const) {
            return read_value(reader, attribute, actual, die);
        }
        reader.fail();
        break;
    }
    default: reader.fail(); break;
    }
    return reader;
}

}  // namespace abi::dwarf

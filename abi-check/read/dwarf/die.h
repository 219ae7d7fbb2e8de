// One debugging information entry: the attributes that layouts need.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "read/dwarf/abbrev.h"
#include "read/dwarf/program.h"
#include "read/dwarf/wanted_strings.h"
#include "read/object/bytes.h"

namespace abi::dwarf {

/// Longer names are cut, so that work and memory stay in proportion to the file even if all its entries share one long
/// name.
inline constexpr std::size_t longest_name = 4096;

inline std::string_view view_of(const char* text) {
    return text != nullptr ? std::string_view(text, strnlen(text, longest_name)) : std::string_view();
}

/// A value without `has` is undefined. Offsets count from the begin of the unit's section.
struct Die {
    std::uint64_t offset = 0;
    std::uint64_t next = 0;  // offset of its first child, or of the next entry
    std::uint16_t tag = 0;   // 0: the end of a list of siblings
    bool has_children = false;
    std::uint8_t const_bits = 0;    // width of the form of const_value; 0: LEB128
    std::uint64_t present = 0;      // a bit per slot
    std::uint64_t odd = 0;          // a bit per slot whose value is an expression or a list
    std::uint64_t is_negative = 0;  // a bit per slot whose form has a negative constant
    std::string_view block;         // const_value, if it is a block
    /// By slot. Names, producers and paths are always texts, and no other slot is, whatever form the file uses.
    union Value {
        std::uint64_t number;
        const char* text;
    };
    std::array<Value, slot_count> values;

    bool has(Slot slot) const { return ((present >> static_cast<unsigned>(slot)) & 1U) != 0; }
    bool is_negative_at(Slot slot) const { return ((is_negative >> static_cast<unsigned>(slot)) & 1U) != 0; }
    bool is_odd(Slot slot) const { return ((odd >> static_cast<unsigned>(slot)) & 1U) != 0; }
    std::uint64_t value(Slot slot) const { return has(slot) ? values[static_cast<std::size_t>(slot)].number : 0; }
    bool flag(Slot slot) const { return value(slot) != 0; }
    /// no_die when there is none.
    DieRef reference(Slot slot) const { return has(slot) ? values[static_cast<std::size_t>(slot)].number : no_die; }
    /// Null when there is none.
    const char* text(Slot slot) const { return has(slot) ? values[static_cast<std::size_t>(slot)].text : nullptr; }
    std::string_view name() const { return view_of(text(Slot::name)); }
};

/// The definition is in another entry or missing. GCC refers to a type unit by a declaration with its signature.
inline bool is_declaration(const Die& die) {
    return die.flag(Slot::declaration) || die.has(Slot::signature);
}

/// DW_END_* of an entry (DWARF 5, 5.1 and 7.8); 0, the default of the machine, if the entry states none.
inline std::uint8_t endianity_of(const Die& die) {
    return static_cast<std::uint8_t>(std::min<std::uint64_t>(die.value(Slot::endianity), 0xff));
}

/// DW_AT_alignment of an entry in bytes (DWARF 5, 2.24); 0 if it states none.
inline std::uint32_t stated_alignment(const Die& die) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(die.value(Slot::alignment), 1U << 28U));
}

/// The attributes of an entry that Abbrev::brief has, as one hash. Its name and its type are apart from it.
struct HashedDie {
    std::uint64_t next = 0;  // as in Die
    std::uint16_t tag = 0;
    bool has_children = false;
    bool is_odd = false;        // it has an expression, or a value that is a reference
    std::uint64_t present = 0;  // a bit per slot, without that of the sibling
    std::uint64_t hash = 0;
    const char* name = nullptr;
    DieRef type = no_die;

    bool has(Slot slot) const { return ((present >> static_cast<unsigned>(slot)) & 1U) != 0; }
};

/// A 64-bit hash of both.
inline std::uint64_t mix(std::uint64_t fingerprint, std::uint64_t value) {
    fingerprint ^= value * 0x9e3779b97f4a7c15U;
    fingerprint = (fingerprint << 27U) | (fingerprint >> 37U);
    return fingerprint * 0x94d049bb133111ebU + 0x2545f4914f6cdd1dU;
}
std::uint64_t fingerprint_of(std::string_view text);

/// Entries that a walk need not see.
struct PassOver {
    bool functions = true;  // and what they hold
    /// Types of C that are not asked for by their names, nor by that of a typedef or an enumerator. Null: none.
    const WantedStrings* strings = nullptr;
};

/// Reads the entries of one unit. The abbreviations and the unit must live longer.
class DieReader {
  public:
    DieReader(const Unit& unit, AbbrevTable& abbrevs, const Program& program);

    /// Returns false if there is no readable entry at this offset.
    bool read(std::uint64_t offset, Die& die) { return read(offset, die, &Abbrev::all); }
    /// The same with fewer attributes: see Abbrev::brief.
    bool read_brief(std::uint64_t offset, Die& die) { return read(offset, die, &Abbrev::brief); }
    /// Reads only what tells whether two entries are written alike. Returns false if there is no readable entry.
    bool read_hashed(std::uint64_t offset, HashedDie& die);
    /// Passes over the entries that a walk need not see, without decoding them. Returns the offset of the next one
    /// among its siblings, or of their end. Sets `any_type` if an entry on the way is a type that every unit has.
    std::uint64_t pass_over(std::uint64_t offset, const PassOver& what, bool& any_type) const;
    /// Returns the offset behind an entry and its children.
    std::uint64_t after(const Die& die);
    const Unit& unit() const { return unit_; }

  private:
    bool read(std::uint64_t offset, Die& die, AbbrevPart Abbrev::* part);
    bool is_passed_over(const Abbrev& abbrev, const object::ByteReader& attributes, std::uint64_t end,
                        const PassOver& what) const;
    bool is_unwanted(const Abbrev& abbrev, object::ByteReader attributes, std::uint64_t end,
                     const WantedStrings& strings) const;
    bool has_unwanted_enumerators(std::uint64_t offset, std::uint64_t end, const WantedStrings& strings) const;
    bool may_be_nameless(std::uint64_t offset) const;
    /// These return the reader behind the value. They take it by value, so that the loop over attributes can keep its
    /// own in registers.
    object::ByteReader read_value(object::ByteReader reader, const AbbrevAttribute& attribute, std::uint64_t form,
                                  Die& die) const;
    object::ByteReader hash_value(object::ByteReader reader, const AbbrevAttribute& attribute, HashedDie& die) const;
    void read_block(object::ByteReader& reader, Slot slot, std::uint64_t bytes, bool is_expression, Die& die) const;
    const char* text_by_index(std::uint64_t index) const;
    std::uint64_t offset(object::ByteReader& reader) const {
        return reader.number_of(unit_.format.getDwarfOffsetByteSize());
    }
    DieRef local(std::uint64_t offset_in_unit) const { return unit_.base + unit_.begin + offset_in_unit; }
    DieRef alternate(std::uint64_t offset) const { return unit_.alt_base ? *unit_.alt_base + offset : no_die; }

    const Unit& unit_;
    AbbrevTable& abbrevs_;
    const Program& program_;
    object::ByteReader begin_;  // of the section, up to the end of the unit
};

/// Calls `visit(die)` for each child until it returns false. The visitor may use the same reader.
template <auto Read = static_cast<bool (DieReader::*)(std::uint64_t, Die&)>(&DieReader::read), typename Visit>
void for_each_child(DieReader& reader, const Die& parent, Visit visit) {
    if (!parent.has_children) return;
    Die child;
    for (auto offset = parent.next; (reader.*Read)(offset, child) && child.tag != 0; offset = reader.after(child)) {
        if (!visit(static_cast<const Die&>(child))) return;
    }
}

/// The same with fewer attributes: see Abbrev::brief.
template <typename Visit>
void for_each_child_in_brief(DieReader& reader, const Die& parent, Visit visit) {
    for_each_child<&DieReader::read_brief>(reader, parent, visit);
}

}  // namespace abi::dwarf

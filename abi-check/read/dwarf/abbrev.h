// Abbreviations (DWARF 5, 7.5.3), prepared for reading millions of entries: an attribute that no layout needs is only
// a number of bytes to pass over.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace abi::dwarf {

/// The attributes that a layout is made of. `none` is passed over.
enum class Slot : std::uint8_t {
    none,
    sibling,
    name,
    type,
    byte_size,
    bit_size,
    bit_offset,
    data_bit_offset,
    member_location,
    encoding,
    declaration,
    external,
    const_value,
    count,
    upper_bound,
    lower_bound,
    decl_file,
    decl_line,
    decl_column,
    alignment,
    artificial,
    virtuality,
    export_symbols,
    enum_class,
    signature,
    specification,
    vector,
    zig_parent,
    language,
    producer,
    comp_dir,
    stmt_list,
    dwo_name,
    dwo_id,
    str_offsets_base,
    import,
    last,
};
inline constexpr std::size_t slot_count = static_cast<std::size_t>(Slot::last);

/// How wide offsets and addresses of a unit are; the size of some forms depends on it.
struct UnitFormat {
    std::uint16_t version = 0;
    std::uint8_t address_bytes = 8;
    std::uint8_t offset_bytes = 4;  // 8 in 64-bit DWARF

    friend bool operator==(const UnitFormat&, const UnitFormat&) = default;
};

/// Bytes that a form takes; nothing where it depends on the value.
std::optional<unsigned> fixed_size(std::uint64_t form, const UnitFormat& format);

struct AbbrevAttribute {
    std::uint32_t skip = 0;  // bytes before it, of attributes that do not matter
    std::uint16_t form = 0;
    Slot slot = Slot::none;
    std::int64_t implicit = 0;  // DW_FORM_implicit_const
};

struct Abbrev {
    std::uint16_t tag = 0;  // 0: no such abbreviation
    bool has_children = false;
    std::uint32_t skip_at_end = 0;
    std::vector<AbbrevAttribute> attributes;
};

class AbbrevTable {
  public:
    /// The table at `offset` of the section; it ends at the first entry that makes no sense, and after the code `last`
    /// if that is not 0.
    AbbrevTable(std::string_view section, std::uint64_t offset, const UnitFormat& format, std::uint64_t last = 0);

    /// Null when the code is not declared.
    const Abbrev* find(std::uint64_t code) const {
        if (code < dense_.size()) return dense_[code].tag != 0 ? &dense_[code] : nullptr;
        return find_sparse(code);
    }

  private:
    const Abbrev* find_sparse(std::uint64_t code) const;

    std::vector<Abbrev> dense_;  // by code: compilers count from 1
    std::vector<std::pair<std::uint64_t, Abbrev>> sparse_;
};

}  // namespace abi::dwarf

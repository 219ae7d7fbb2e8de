// Abbreviations (DWARF 5, 7.5.3), prepared for reading millions of entries: a run of attributes that no layout needs
// becomes one number of bytes to skip.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "llvm/BinaryFormat/Dwarf.h"

namespace abi::dwarf {

/// The attributes that layouts need. The reader skips `none`.
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
    bit_stride,
    byte_stride,
    bias,
    decl_file,
    decl_line,
    decl_column,
    alignment,
    endianity,
    artificial,
    virtuality,
    export_symbols,
    enum_class,
    discr,
    discr_value,
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

struct AbbrevAttribute {
    std::uint32_t skip = 0;  // bytes before it, of attributes that no layout needs
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
    /// Reads the table at `offset` of the section, up to the first malformed entry, and only up to the code `last` if
    /// that is not 0.
    AbbrevTable(std::string_view section, std::uint64_t offset, const llvm::dwarf::FormParams& format,
                std::uint64_t last = 0);

    /// Returns null if the table has no such code.
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

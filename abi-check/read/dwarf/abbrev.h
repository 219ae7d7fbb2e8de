// Abbreviations (DWARF 5, 7.5.3), prepared for reading millions of entries: a run of attributes that nobody asks for
// becomes one number of bytes to skip.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "llvm/BinaryFormat/Dwarf.h"
#include "read/object/bytes.h"

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
    std::uint32_t skip = 0;  // bytes before it, of attributes that nobody asks for
    std::uint16_t form = 0;
    Slot slot = Slot::none;
    std::int64_t implicit = 0;  // DW_FORM_implicit_const
};

/// A part of the attributes of an abbreviation, in their order.
struct AbbrevPart {
    std::uint32_t first = 0;  // in the table's list of attributes
    std::uint32_t count = 0;
    std::uint32_t skip_at_end = 0;
};

/// What an entry declares, if anything.
enum class Declares : std::uint8_t { nothing, record, enumeration, other };

struct Abbrev {
    static constexpr std::uint32_t nowhere = ~0U;

    std::uint16_t tag = 0;  // 0: no such abbreviation
    bool has_children = false;
    bool is_prepared = false;  // `all` and `brief` are

    // What is known of an entry without decoding it. Places count from its first attribute.
    Declares declares = Declares::nothing;
    bool is_plain = false;               // all attributes have a fixed size, and one tells where its children end
    bool names_itself = false;           // it has no attribute that takes its name or its meaning from elsewhere
    std::uint32_t bytes = 0;             // of all attributes of a plain entry
    std::uint32_t sibling_at = nowhere;  // a DW_FORM_ref4
    std::uint32_t name_at = nowhere;     // a DW_FORM_strp
    std::uint32_t type_at = nowhere;     // a DW_FORM_ref4
    std::uint64_t offset = 0;            // of its attributes in the section
    AbbrevPart all;
    /// Without places in the sources; of functions, variables and the like only the sibling.
    AbbrevPart brief;
};

/// Each thread has its own tables: `find` prepares an abbreviation when it is first asked for.
class AbbrevTable {
  public:
    /// Reads the table at `offset` of the section, up to the first malformed entry. If `only` is not 0, the table has
    /// that code alone.
    AbbrevTable(std::string_view section, std::uint64_t offset, const llvm::dwarf::FormParams& format,
                std::uint64_t only = 0);

    /// Returns null if the table has no such code.
    const Abbrev* find(std::uint64_t code) {
        auto* found = look_up(code);
        if (found != nullptr && !found->is_prepared) prepare(*found);
        return found;
    }
    /// The same, but the attributes may not be prepared.
    const Abbrev* find_end(std::uint64_t code) const { return const_cast<AbbrevTable*>(this)->look_up(code); }
    /// Valid until the next call of `find`.
    std::span<const AbbrevAttribute> attributes(const AbbrevPart& part) const {
        return {attributes_.data() + part.first, part.count};
    }

  private:
    static constexpr std::uint8_t no_size = 0xff;

    struct Written {
        std::uint64_t form = 0;
        std::uint8_t size = no_size;
        Slot slot = Slot::none;
        std::int64_t implicit = 0;
    };

    Abbrev* look_up(std::uint64_t code) {
        if (code < dense_.size()) return dense_[code].tag != 0 ? &dense_[code] : nullptr;
        return find_sparse(code);
    }
    Abbrev* find_sparse(std::uint64_t code);
    Abbrev read_end(object::ByteReader& reader) const;
    static void skip_entry(object::ByteReader& from);
    void prepare(Abbrev& abbrev);
    std::uint8_t size_of(std::uint64_t form) const;
    bool read_attribute(object::ByteReader& reader, Written& written) const;
    template <typename IsAskedFor>
    AbbrevPart add(IsAskedFor is_asked_for);

    std::string_view section_;
    llvm::dwarf::FormParams format_;
    std::array<std::uint8_t, llvm::dwarf::DW_FORM_addrx4 + 1> sizes_{};  // by form
    std::vector<Written> written_;                                       // of the abbreviation that is prepared
    std::vector<AbbrevAttribute> attributes_;
    std::vector<Abbrev> dense_;  // by code: compilers count from 1
    std::vector<std::pair<std::uint64_t, Abbrev>> sparse_;
};

}  // namespace abi::dwarf

// A record, decoded from its DWARF entries into a value. The reader computes all that it reports about the record from
// this value, such as its fields and its fingerprint. So it decodes each entry only once for a unit. Example:
//
//     struct Base { u8 kind; };                              members of Packet: Base::kind at bit 0,
//     struct Packet : Base { union { u32 a; u16 b; }; };       a at bit 32 and b at bit 32 (both may_overlap)
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "llvm/ADT/DenseMap.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/Support/Allocator.h"
#include "read/dwarf/place.h"
#include "read/dwarf/types.h"

namespace abi::dwarf {

/// A member that takes room. Members of bases and of anonymous structs and unions are members of the record.
struct Member {
    std::string_view prefix;   // "Base::" for a member of a base; else empty
    std::string_view name;     // empty if it has none
    bool is_table = false;     // the pointer to the virtual table
    bool may_overlap = false;  // a union contains it, directly or through anonymous members
    std::optional<unsigned> bit_width;
    std::uint64_t offset_bits = 0;
    DieRef written = no_die;  // its type with typedefs and qualifiers
    const Type& type;
    UnitContext& context;  // the unit that declares it
    Site site;
    DieRef owner = no_die;       // the record whose entry holds it, which may be a base or an anonymous member
    DieRef base = no_die;        // the base that declares it; no_die: the record itself does
    std::uint8_t endianity = 0;  // DW_END_* of a scalar, or of the scalars of an array
};

/// Whether a DW_END_* is the machine's own byte order.
inline bool is_of_machine(std::uint8_t endianity, bool is_little) {
    return endianity == llvm::dwarf::DW_END_default ||
           endianity == (is_little ? llvm::dwarf::DW_END_little : llvm::dwarf::DW_END_big);
}

/// A struct, class or union as its entries describe it.
struct RecordShape {
    std::uint16_t tag = 0;        // DW_TAG_*; 0 if the entry does not exist
    bool is_declaration = false;  // the entry is only a declaration
    std::optional<std::uint64_t> size_bytes;
    std::optional<std::uint64_t> align_bytes;  // as an attribute states it
    Site site;
    std::span<const Member> members;  // in the order of the entries
    std::string fields_unknown;       // why `members` ends before the last member; "" if it holds all
};

/// Limits the work for one unit. Without a limit, entries that refer to each other could cause endless work. Real
/// programs need a small part of the limit.
class Effort {
  public:
    explicit Effort(const Unit& unit) : left_(4096 + 64 * (unit.end - unit.begin)) {}
    /// Returns false when nothing is left.
    bool spend(std::uint64_t amount) {
        if (amount > left_) left_ = 0;
        left_ -= std::min(amount, left_);
        return left_ != 0;
    }

  private:
    std::uint64_t left_;
};

/// `fields_unknown` of a record for which no effort is left.
inline constexpr const char* no_effort_left = "decoding its unit takes more work than the limit allows";

/// The records that were decoded for one unit.
class RecordShapes {
  public:
    RecordShapes(Types& of_types, const Unit& unit) : types(of_types), effort(unit) {}

    /// Decodes the record when it is first asked for. The value is valid until this object is
    /// destroyed or Types::forget_some is called.
    const RecordShape& of(DieRef record);

    Types& types;
    Effort effort;

  private:
    class Decoder;

    llvm::SpecificBumpPtrAllocator<RecordShape> shapes_;
    llvm::BumpPtrAllocator members_;
    llvm::DenseMap<DieRef, const RecordShape*> known_;
    std::vector<Member> found_;         // of the record that is being decoded
    std::deque<std::string> prefixes_;  // "Base::"
};

}  // namespace abi::dwarf

// Whether records are written alike in units of C. Most units of a program include the same headers, so most of their
// records were decoded before.
#pragma once

#include <cstdint>
#include <vector>

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "read/dwarf/shape.h"

namespace abi::dwarf {

/// A hash of all that the entries of one unit tell about a record: its attributes, its members, and the types of these
/// down to numbers, pointers and enumerators. It has no places in the sources. Texts count by their offset in the
/// section, so hashes of two programs cannot be compared. Equal hashes mean equal fingerprints (claims.h), and equal
/// records in it.
class Likeness {
  public:
    Likeness(UnitContext& context, Effort& effort);

    /// Whether the names of all types of a unit follow from these themselves. False for languages other than C.
    static bool knows(const Unit& unit);

    /// Returns 0 if the record or the enumeration is written in a way that is not compared. `offset`: in the section.
    std::uint64_t of(std::uint64_t offset);
    /// Whether a record that was asked for holds this type, which has no name of its own.
    bool is_held(std::uint64_t offset) const { return held_.contains(offset); }
    /// Whether the name of such a type may depend on which of two records is read first.
    bool is_ambiguous() const { return is_ambiguous_; }

  private:
    static constexpr std::uint64_t none = ~std::uint64_t{0} - 2;  // no offset; a DenseMap reserves the two greatest

    struct Known {
        std::uint64_t hash = 0;
        std::uint64_t nameless = none;  // the type without a name below qualifiers and arrays
        bool is_flat_record = false;    // a record, not below an array
        bool has_name = false;
        bool holds_nameless = false;  // the name of a type in it comes from the record
    };

    Known of_type(DieRef reference, unsigned depth);
    Known decode(std::uint64_t offset, unsigned depth);
    bool add_attributes(const HashedDie& die, Known& into) const;
    bool add_child(const HashedDie& child, std::uint64_t owner, Known& into, unsigned depth);
    void hold(const HashedDie& member, const Known& type, std::uint64_t tag, std::uint64_t owner, Known& into);
    void belong(std::uint64_t nameless, std::uint64_t owner);
    bool is_number(DieRef reference);
    std::uint64_t hash_of_text(const char* text) const;

    UnitContext& context_;
    Effort& effort_;
    std::uint64_t seed_;
    llvm::DenseMap<std::uint64_t, std::uint32_t> place_of_;  // in known_, by offset
    std::vector<Known> known_;                               // the hash is 0 while it is decoded
    llvm::DenseMap<std::uint64_t, std::uint64_t> owners_;    // of types without a name
    llvm::DenseSet<std::uint64_t> held_;
    bool is_ambiguous_ = false;
};

}  // namespace abi::dwarf

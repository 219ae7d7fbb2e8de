// From BTF's types to the model's.
#pragma once

#include <string>
#include <vector>

#include "llvm/TargetParser/Triple.h"
#include "read/btf/section.h"

namespace abi::btf {

/// BTF and what it does not say itself.
struct Image {
    Section section;
    unsigned pointer_bytes = 0;  // 0: unknown
    llvm::Triple::ArchType arch = llvm::Triple::UnknownArch;
};

/// A type as a field, or a typedef, is written with it. Types are told by their numbers.
struct Use {
    abi::Type type;                      // without the name of a record or an enumeration
    std::uint32_t tag = 0;               // the record or the enumeration that it is in the end; 0: neither
    std::vector<std::uint32_t> aliases;  // the typedefs passed on the way, outermost first; those within an array only
    bool is_array = false;
    std::uint64_t int_offset_bits = 0;  // where the bits of an integer begin that does not use all of its bytes
    unsigned int_bits = 0;              // how many these are; 0: all
};

/// Never fails: what cannot be told is of an unknown kind.
Use use_of(const Image& image, std::uint32_t number);

/// Bytes of a pointer, from the size of `long`, which is the same on every system that has BTF; 0: no `long` is there.
unsigned pointer_bytes_by_long(const Section& section);

/// The integer that carries an enumeration.
abi::Type carrier_of(const Type& enumeration);

bool is_record(const Type& type);
bool is_declaration(const Type& type);  // of a record that is defined elsewhere
bool is_typedef(const Type& type);
bool is_enumeration(const Type& type);

/// The type without const, volatile, restrict and tags.
std::uint32_t without_qualifiers(const Section& section, std::uint32_t number);

}  // namespace abi::btf

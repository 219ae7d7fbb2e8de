// From the types of BTF to those of the model.
#pragma once

#include <string>
#include <vector>

#include "llvm/ADT/DenseSet.h"
#include "llvm/TargetParser/Triple.h"
#include "read/btf/section.h"

namespace abi::btf {

/// A section, and what BTF itself does not contain.
struct Image {
    Section section;
    unsigned pointer_bytes = 0;  // 0 if unknown
    llvm::Triple::ArchType arch = llvm::Triple::UnknownArch;
    std::string_view extension{};               // .BTF.ext
    llvm::DenseSet<std::uint32_t> relocated{};  // the records that relocated_records() finds there
};

/// A type as a field or a typedef uses it. Other types are referred to by their numbers.
struct Use {
    abi::Type type;                      // without the name of a record or an enumeration
    std::uint32_t tag = 0;               // the record or enumeration behind typedefs and arrays; 0 if there is none
    std::vector<std::uint32_t> aliases;  // its typedefs, outermost first; of an array, only those of the element
    bool is_array = false;
    std::uint64_t int_offset_bits = 0;  // first used bit of an integer that does not use all of its bits
    unsigned int_bits = 0;              // the number of used bits; 0 for all
};

/// Never fails: a type that a spec cannot express has the kind `unknown`.
Use use_of(const Image& image, std::uint32_t number);

/// The size of a pointer in bytes: that of `long`, which is equal on every system that has BTF. 0 if there is no
/// `long`.
unsigned pointer_bytes_by_long(const Section& section);

/// The integer type of an enumeration.
abi::Type carrier_of(const Type& enumeration);

bool is_record(const Type& type);
bool is_declaration(const Type& type);  // of a record that is defined elsewhere
bool is_typedef(const Type& type);
bool is_enumeration(const Type& type);

/// The number of the type without const, volatile, restrict and type tags.
std::uint32_t without_qualifiers(const Section& section, std::uint32_t number);

}  // namespace abi::btf

// One section .BTF and its encoding (Linux, Documentation/bpf/btf.rst).
//
//     header ─► types: one after the other, numbered from 1; 0 is void
//           └─► strings: the names of the types point into them
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/problem.h"

namespace abi::btf {

struct Type {
    std::uint32_t name = 0;          // offset into the strings
    std::uint32_t size_or_type = 0;  // size in bytes, or the number of another type
    std::uint32_t rest = 0;          // offset into Section::types of the part that depends on the kind
    std::uint16_t count = 0;         // of members, enumerators or parameters
    std::uint8_t kind = 0;           // llvm::BTF::TypeKinds
    bool flag = false;               // kind_flag
};

/// A checked section: every type lies within `types`, and every reference and name is valid for the functions below.
struct Section {
    bool is_little = true;
    std::string_view types, strings;
    std::vector<Type> list;       // by number
    std::uint32_t first_own = 1;  // of joined BTF: the first type that is not of the base
};

/// Whether the bytes begin with the magic number of BTF, in either byte order.
bool is_btf(std::string_view bytes);

/// Parses and checks `bytes`, which must outlive the section. The problem has no place.
Result<Section> parse_btf(std::string_view bytes);

/// Whether BTF continues the types and strings of a base in another file, as that of kernel modules does.
bool is_split(std::string_view bytes);

/// Split BTF behind its base, as one section that is complete by itself: the types and strings of `split` are numbered
/// on from those of `base`. The problem has no place.
Result<std::string> join_btf(std::string_view base, std::string_view split);

/// "" if the type has no name.
std::string_view name_of(const Section& section, const Type& type);

/// An integer type. It may use only some bits of its bytes: older encoders write bit-fields in that way.
struct Integer {
    bool is_signed = false, is_character = false, is_boolean = false;
    unsigned offset_bits = 0, width_bits = 0;
};
Integer integer_of(const Section& section, const Type& type);

struct Array {
    std::uint32_t element = 0;
    std::uint32_t count = 0;
};
Array array_of(const Section& section, const Type& type);

struct Member {
    std::string_view name;
    std::uint32_t type = 0;
    std::uint32_t offset_bits = 0;
    unsigned width_bits = 0;  // 0: not a bit-field, or its integer type has the width
};
Member member_of(const Section& section, const Type& type, unsigned index);

struct Enumerator {
    std::string_view name;
    abi::Integer value;
};
Enumerator enumerator_of(const Section& section, const Type& type, unsigned index);

}  // namespace abi::btf

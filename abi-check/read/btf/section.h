// One section .BTF, as its bytes say it (Linux, Documentation/bpf/btf.rst).
//
//     header ─► types: one after the other, numbered from 1; 0 is void
//           └─► strings: what the types' names point into
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/problem.h"

namespace abi::btf {

struct Type {
    std::uint32_t name = 0;          // offset into the strings
    std::uint32_t size_or_type = 0;  // bytes, or the number of the type that it refers to
    std::uint32_t rest = 0;          // where its own part begins, in Section::types
    std::uint16_t count = 0;         // of members, enumerators or parameters
    std::uint8_t kind = 0;           // llvm::BTF::TypeKinds
    bool flag = false;               // kind_flag
};

/// Every type lies within `types`; every reference and every name that the functions below follow is valid.
struct Section {
    bool is_little = true;
    std::string_view types, strings;
    std::vector<Type> list;  // by number
};

/// The bytes begin with BTF's magic number, in one byte order or the other.
bool is_btf(std::string_view bytes);

/// The section looks at `bytes`. The problem has no place.
Result<Section> parse_btf(std::string_view bytes);

/// Empty: it has none.
std::string_view name_of(const Section& section, const Type& type);

/// Bits that count, of those that the type's bytes have. Older encoders write a bit-field so.
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
    unsigned width_bits = 0;  // 0: no bit-field, or one whose type says its width
};
Member member_of(const Section& section, const Type& type, unsigned index);

struct Enumerator {
    std::string_view name;
    abi::Integer value;
};
Enumerator enumerator_of(const Section& section, const Type& type, unsigned index);

}  // namespace abi::btf

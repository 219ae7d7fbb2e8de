#include "read/btf/types.h"

#include <algorithm>
#include <array>

#include "llvm/DebugInfo/BTF/BTF.h"
#include "read/host_sized.h"

namespace abi::btf {
namespace {

/// The limit of typedefs, qualifiers, arrays and pointers on top of each other. It ends types that refer to themselves.
constexpr unsigned deepest_type = 64;
constexpr std::uint64_t largest_bits = std::uint64_t{1} << 56U;

bool is_qualifier(const Type& type) {
    switch (type.kind) {
    case llvm::BTF::BTF_KIND_VOLATILE:
    case llvm::BTF::BTF_KIND_CONST:
    case llvm::BTF::BTF_KIND_RESTRICT:
    case llvm::BTF::BTF_KIND_TYPE_TAG: return true;
    default: return false;
    }
}

bool is_integer_size(std::uint32_t bytes) {
    return bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8 || bytes == 16;
}

/// Some encoders do not use BTF_KIND_FLOAT (by default `pahole -J` does not) and write an unsigned integer.
bool is_float_name(std::string_view name) {
    constexpr std::array<std::string_view, 7> words{"float",   "double", "Float", "complex",
                                                    "Decimal", "__bf16", "__fp16"};
    return std::ranges::any_of(words, [&](auto word) { return name.find(word) != std::string_view::npos; });
}

/// Whether it is a binary format of IEEE 754, by name and size. BTF has no other information.
Kind float_kind(std::string_view name, std::uint32_t bytes, llvm::Triple::ArchType arch) {
    const auto says = [&](std::string_view word) { return name.find(word) != std::string_view::npos; };
    if (says("complex") || says("bf16") || says("Decimal")) return Kind::unknown;
    if (bytes == 2 || bytes == 4 || bytes == 8) return Kind::floating;
    if (bytes != 16) return Kind::unknown;
    if (says("128")) return Kind::floating;
    // `long double` is binary128 there; elsewhere it is x87's 80 bits, or a pair of doubles.
    const llvm::Triple triple(llvm::Triple::getArchTypeName(arch));
    return triple.isAArch64() || triple.isRISCV() || arch == llvm::Triple::loongarch64 || arch == llvm::Triple::systemz
               ? Kind::floating
               : Kind::unknown;
}

void add_float(const Image& image, const Type& type, Use& use) {
    use.type.kind = float_kind(name_of(image.section, type), type.size_or_type, image.arch);
}

void add_integer(const Image& image, const Type& type, Use& use) {
    if (is_float_name(name_of(image.section, type))) return add_float(image, type, use);
    const auto integer = integer_of(image.section, type);
    use.type.kind = integer.is_signed ? Kind::signed_integer : Kind::unsigned_integer;
    // BTF does not tell whether a character is signed.
    if (integer.is_character && !integer.is_signed && type.size_or_type == 1) use.type.kind = Kind::byte;
    if (integer.is_boolean) use.type.kind = Kind::boolean;
    if (!is_integer_size(type.size_or_type)) use.type.kind = Kind::unknown;
    if (integer.width_bits == use.type.width_bits && integer.offset_bits == 0) return;
    use.int_bits = integer.width_bits;
    use.int_offset_bits = integer.offset_bits;
}

/// The type below typedefs, qualifiers and arrays.
void add_element(const Image& image, std::uint32_t number, Use& use) {
    const auto& type = image.section.list[number];
    use.type.width_bits = std::uint64_t{type.size_or_type} * 8;
    switch (type.kind) {
    case llvm::BTF::BTF_KIND_INT: return add_integer(image, type, use);
    case llvm::BTF::BTF_KIND_FLOAT: return add_float(image, type, use);
    case llvm::BTF::BTF_KIND_PTR:
        use.type.kind = Kind::pointer;
        use.type.width_bits = std::uint64_t{image.pointer_bytes} * 8;
        return;
    case llvm::BTF::BTF_KIND_FWD: use.type.width_bits = 0; [[fallthrough]];
    case llvm::BTF::BTF_KIND_STRUCT:
    case llvm::BTF::BTF_KIND_UNION:
        use.type.kind = Kind::record;
        use.tag = number;
        return;
    case llvm::BTF::BTF_KIND_ENUM:
    case llvm::BTF::BTF_KIND_ENUM64:
        use.type.kind = Kind::enumeration;
        use.type.is_signed = type.flag;
        use.tag = number;
        return;
    default: use.type.width_bits = 0;  // a function or void
    }
}

/// The spelling of C, without qualifiers: "uint32_t", "struct In", "struct In *".
std::string spelling_of(const Section& section, std::uint32_t number) {
    std::string after;
    for (unsigned depth = 0; depth < deepest_type; ++depth) {
        const auto& type = section.list[number];
        const std::string name(name_of(section, type));
        switch (type.kind) {
        case llvm::BTF::BTF_KIND_UNKN: return "void" + after;
        case llvm::BTF::BTF_KIND_PTR: after = after.empty() ? " *" : after.insert(1, "*"); break;
        case llvm::BTF::BTF_KIND_ARRAY: number = array_of(section, type).element; continue;
        case llvm::BTF::BTF_KIND_STRUCT: return "struct " + name + after;
        case llvm::BTF::BTF_KIND_UNION: return "union " + name + after;
        case llvm::BTF::BTF_KIND_FWD: return (type.flag ? "union " : "struct ") + name + after;
        case llvm::BTF::BTF_KIND_ENUM:
        case llvm::BTF::BTF_KIND_ENUM64: return "enum " + name + after;
        case llvm::BTF::BTF_KIND_FUNC_PROTO: return "function" + after;
        default:
            if (!is_qualifier(type)) return name + after;
        }
        number = type.size_or_type;
    }
    return after;
}

/// The names of the typedefs, from the outside in, without the one that is the spelling.
std::string typedefs_of(const Section& section, const Use& use) {
    std::string names;
    for (const auto alias : use.aliases) {
        const auto name = name_of(section, section.list[alias]);
        if (names.empty() && name == use.type.spelling) continue;
        names += (names.empty() ? "" : " ") + std::string(name);
    }
    return names;
}

/// Decides as the clang reader does: by the outermost typedef whose name states something, else by the type below.
bool is_host_sized(const Section& section, const Use& use, std::uint32_t element) {
    for (const auto alias : use.aliases) {
        const auto name = name_of(section, section.list[alias]);
        if (is_host_sized_alias(name)) return true;
        if (states_width(name)) return false;
    }
    const auto& type = section.list[element];
    const bool is_number = type.kind == llvm::BTF::BTF_KIND_INT || type.kind == llvm::BTF::BTF_KIND_FLOAT;
    return use.type.kind == Kind::pointer || (is_number && is_host_sized_base(name_of(section, type)));
}

/// BTF writes a flexible array member as `u8 data[0]`, as C did before C99 §6.7.2.1.
void add_extent(std::uint32_t count, abi::Type& type) {
    if (count == 0 && type.extents.empty()) {
        type.flexible_tail = true;
    } else {
        type.extents.push_back(count);
    }
}

bool is_too_large(const abi::Type& type) {
    std::uint64_t bits = type.width_bits;
    return std::ranges::any_of(type.extents, [&](std::uint64_t count) {
        return __builtin_mul_overflow(bits, count, &bits) || bits > largest_bits;
    });
}

}  // namespace

Use use_of(const Image& image, std::uint32_t number) {
    Use use;
    std::uint32_t spelled = number;
    bool is_spelled = false;
    for (unsigned depth = 0; depth < deepest_type; ++depth) {
        const auto& type = image.section.list[number];
        if (type.kind == llvm::BTF::BTF_KIND_TYPEDEF) {
            use.aliases.push_back(number);
            is_spelled = true;
            number = type.size_or_type;
        } else if (is_qualifier(type)) {
            number = type.size_or_type;
        } else if (type.kind == llvm::BTF::BTF_KIND_ARRAY) {
            const auto array = array_of(image.section, type);
            add_extent(array.count, use.type);
            number = array.element;
            // `mac[2]` is spelled `mac`, although a mac is an array, too.
            if (!is_spelled) spelled = number;
            use.aliases.clear();
            use.is_array = true;
        } else {
            add_element(image, number, use);
            use.type.host_sized = is_host_sized(image.section, use, number);
            use.type.spelling = spelling_of(image.section, spelled);
            use.type.typedefs = typedefs_of(image.section, use);
            if (!is_too_large(use.type)) return use;
            break;
        }
    }
    return {};
}

unsigned pointer_bytes_by_long(const Section& section) {
    for (const auto& type : section.list) {
        if (type.kind != llvm::BTF::BTF_KIND_INT || (type.size_or_type != 4 && type.size_or_type != 8)) continue;
        const auto name = name_of(section, type);
        const bool is_long =
            name == "long" || name == "long int" || name == "unsigned long" || name == "long unsigned int";
        if (is_long) return type.size_or_type;
    }
    return 0;
}

abi::Type carrier_of(const Type& enumeration) {
    return {.kind = enumeration.flag ? Kind::signed_integer : Kind::unsigned_integer,
            .width_bits = std::uint64_t{enumeration.size_or_type} * 8};
}

bool is_record(const Type& type) {
    return type.kind == llvm::BTF::BTF_KIND_STRUCT || type.kind == llvm::BTF::BTF_KIND_UNION;
}

bool is_declaration(const Type& type) {
    return type.kind == llvm::BTF::BTF_KIND_FWD;
}

bool is_typedef(const Type& type) {
    return type.kind == llvm::BTF::BTF_KIND_TYPEDEF;
}

bool is_enumeration(const Type& type) {
    return type.kind == llvm::BTF::BTF_KIND_ENUM || type.kind == llvm::BTF::BTF_KIND_ENUM64;
}

std::uint32_t without_qualifiers(const Section& section, std::uint32_t number) {
    for (unsigned depth = 0; depth < deepest_type && is_qualifier(section.list[number]); ++depth) {
        number = section.list[number].size_or_type;
    }
    return number;
}

}  // namespace abi::btf

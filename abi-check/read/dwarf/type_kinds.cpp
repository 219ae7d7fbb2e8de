// Types::make: decodes the entry of a type.
#include <algorithm>
#include <charconv>

#include "llvm/BinaryFormat/Dwarf.h"
#include "read/dwarf/types.h"
#include "read/host_sized.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

constexpr std::uint64_t largest_bytes = std::uint64_t{1} << 56U;  // so that bits do not wrap
constexpr std::size_t most_extents = 64;

std::uint64_t bits_of(std::uint64_t bytes) {
    return std::min(bytes, largest_bytes) * 8;
}

/// Returns the N of "_BitInt(N)", "unsigned _BitInt(N)" and Zig's uN, or 0.
unsigned bits_in_name(std::string_view name, bool is_zig) {
    std::string_view digits;
    if (const auto at = name.find("_BitInt("); at != std::string_view::npos) {
        digits = name.substr(at + 8);
    } else if (is_zig && name.size() > 1 && (name[0] == 'u' || name[0] == 'i')) {
        digits = name.substr(1);
    }
    unsigned bits = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    return bits;
}

/// Returns false where long double is x87's 80 bits or PowerPC's pair of doubles.
bool has_quad_long_double(llvm::Triple::ArchType arch) {
    switch (arch) {
    case llvm::Triple::x86:
    case llvm::Triple::x86_64:
    case llvm::Triple::ppc:
    case llvm::Triple::ppcle:
    case llvm::Triple::ppc64:
    case llvm::Triple::ppc64le: return false;
    default: return true;
    }
}

/// Returns whether a float is IEEE 754's binary format of that width without padding. DWARF does not tell the format,
/// so this function knows the names of the few other formats.
bool is_ieee(std::string_view name, std::uint64_t width_bits, llvm::Triple::ArchType arch) {
    if (name.find("bf16") != std::string_view::npos || name.find("bfloat") != std::string_view::npos) return false;
    if (width_bits == 16 || width_bits == 32 || width_bits == 64) return true;
    if (width_bits != 128) return false;
    const bool is_long_double = name == "long double" || name == "c_longdouble";
    return name != "__float80" && name != "f80" && name != "__ibm128" &&
           (!is_long_double || has_quad_long_double(arch));
}

/// Two tags with one name and size count as the same type here; their members are compared where they are read.
std::uint64_t fingerprint_of_tag(const Type& type, const TagName& name) {
    return mix(mix(mix(fingerprint_of(name.name), fingerprint_of(name.scope)), type.width_bits),
               type.is_signed ? 3 : 4);
}

bool is_fortran(const Unit& unit) {
    return dw::isFortran(static_cast<dw::SourceLanguage>(unit.language));
}

/// The lower bound of a dimension that states none (DWARF 5, table 7.17).
std::uint64_t usual_lower_bound(const Unit& unit) {
    return dw::LanguageLowerBound(static_cast<dw::SourceLanguage>(unit.language)).value_or(0);
}

/// Returns how many elements a dimension has; 0 if it is open or empty.
std::uint64_t count_of(const Die& dimension, const Unit& unit) {
    const std::uint64_t address_bytes = unit.format.AddrSize;
    if (dimension.has(Slot::count)) return dimension.value(Slot::count);
    if (!dimension.has(Slot::upper_bound)) return 0;
    const auto lower = dimension.has(Slot::lower_bound) ? dimension.value(Slot::lower_bound) : usual_lower_bound(unit);
    // An array without elements has the upper bound -1; g++ writes it in as many bits as an address has.
    const auto count = dimension.value(Slot::upper_bound) - lower + 1;
    return address_bytes == 4 && count == std::uint64_t{1} << 32U ? 0 : count;
}

/// Returns nothing if the product is larger than any memory.
std::optional<std::uint64_t> product(const std::vector<std::uint64_t>& extents, std::uint64_t width_bits) {
    std::uint64_t bits = width_bits;
    for (const auto extent : extents) {
        if (__builtin_mul_overflow(bits, extent, &bits) || bits > 8 * largest_bytes) return std::nullopt;
    }
    return bits;
}

/// Returns the size of all elements together; 0 for an open array.
std::uint64_t size_bits_of(const Type& type) {
    return type.flexible_tail ? 0 : product(type.extents, type.width_bits).value_or(0);
}

/// Returns the N of "array<T, N>", with or without a suffix, or 0.
std::uint64_t last_argument(std::string_view name) {
    const auto comma = name.rfind(',');
    if (comma == std::string_view::npos) return 0;
    auto digits = name.substr(comma + 1);
    digits.remove_prefix(std::min(digits.find_first_not_of(' '), digits.size()));
    std::uint64_t count = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    return count;
}

Kind integer_kind(std::uint64_t encoding) {
    switch (encoding) {
    case dw::DW_ATE_boolean: return Kind::boolean;
    case dw::DW_ATE_signed:
    case dw::DW_ATE_signed_char: return Kind::signed_integer;
    case dw::DW_ATE_unsigned:
    case dw::DW_ATE_unsigned_char:
    case dw::DW_ATE_UTF:
    case dw::DW_ATE_UCS:
    case dw::DW_ATE_ASCII: return Kind::unsigned_integer;
    case dw::DW_ATE_address: return Kind::pointer;
    default: return Kind::unknown;
    }
}

}  // namespace

Type Types::make(const Reading& at) {
    const Die& die = at.die;
    switch (die.tag) {
    case dw::DW_TAG_base_type: return base(at);
    case dw::DW_TAG_typedef: return alias(at);
    case dw::DW_TAG_const_type:
    case dw::DW_TAG_volatile_type:
    case dw::DW_TAG_restrict_type:
    case dw::DW_TAG_atomic_type:
    case dw::DW_TAG_immutable_type:
    case dw::DW_TAG_packed_type:
    case dw::DW_TAG_shared_type:
    case dw::DW_TAG_template_alias:
    case dw::DW_TAG_subrange_type: return type_of(die.reference(Slot::type), at.depth);
    case dw::DW_TAG_pointer_type:
    case dw::DW_TAG_reference_type:
    case dw::DW_TAG_rvalue_reference_type: {
        const auto bytes = die.has(Slot::byte_size) ? die.value(Slot::byte_size) : at.context.unit.format.AddrSize;
        return {.kind = Kind::pointer, .width_bits = bits_of(bytes), .host_sized = true};
    }
    case dw::DW_TAG_ptr_to_member_type: return pointer_to_member(at);
    case dw::DW_TAG_unspecified_type:
        if (die.name() != "decltype(nullptr)") return {};
        return {.kind = Kind::pointer, .width_bits = bits_of(at.context.unit.format.AddrSize), .host_sized = true};
    case dw::DW_TAG_array_type: return array(at);
    case dw::DW_TAG_string_type: return text(die);
    case dw::DW_TAG_structure_type:
    case dw::DW_TAG_class_type:
    case dw::DW_TAG_union_type:
    case dw::DW_TAG_interface_type: return record(at);
    case dw::DW_TAG_enumeration_type: return enumeration(at);
    default: return {.width_bits = bits_of(die.value(Slot::byte_size))};
    }
}

/// A text of Fortran: its bytes, or one byte. Without a size, its length is known only when the program runs.
Type Types::text(const Die& die) {
    if (!die.has(Slot::byte_size)) return {};
    const auto length = die.value(Slot::byte_size);
    Type type{.kind = Kind::unsigned_integer, .width_bits = 8};
    if (length != 1) type.extents = {length};
    type.fingerprint = mix(fingerprint_of("character"), length);
    return type;
}

Type Types::base(const Reading& at) const {
    const Die& die = at.die;
    const auto name = die.name();
    Type type{.width_bits = bits_of(die.value(Slot::byte_size))};
    if (!die.has(Slot::byte_size)) type.width_bits = (die.value(Slot::bit_size) + 7) / 8 * 8;
    if (is_zig_packed(at.context.unit, die.name())) {
        type.kind = Kind::record;
        type.tag = at.context.unit.base + die.offset;
        type.fingerprint = fingerprint_of_tag(type, name_of_tag(at.context, die));
        return type;
    }
    // `()` of Rust is an empty record.
    if (is_rust(at.context.unit) && die.has(Slot::byte_size) && type.width_bits == 0) return {.kind = Kind::record};
    const auto encoding = die.value(Slot::encoding);
    type.kind = integer_kind(encoding);
    if (encoding == dw::DW_ATE_float) {
        if (is_ieee(name, type.width_bits, program_.arch())) type.kind = Kind::floating;
    }
    type.host_sized = is_host_sized_base(name);
    type.endianity = endianity_of(die);
    type.kind_if_exact = type.kind;
    if (type.kind == Kind::signed_integer || type.kind == Kind::unsigned_integer) {
        auto bits = static_cast<unsigned>(std::min<std::uint64_t>(die.value(Slot::bit_size), 1U << 20U));
        if (bits == 0) bits = bits_in_name(name, at.context.unit.is_zig);
        // Clang 19 does not write how many bits a _BitInt has.
        const bool is_bit_int = name.ends_with("_BitInt");
        if (is_bit_int) type.kind = Kind::unknown;
        if (bits != 0 && bits != type.width_bits) {
            type.exact_bits = bits;
            type.kind = Kind::unknown;
        }
    } else if (type.kind == Kind::boolean && at.context.unit.is_zig) {
        type.exact_bits = 1;
    }
    return type;
}

Type Types::alias(const Reading& at) {
    Type type = type_of(at.die.reference(Slot::type), at.depth);
    const auto name = at.die.name();
    if (at.die.has(Slot::alignment)) type.align_bytes = stated_alignment(at.die);
    bool host_sized = type.host_sized;
    if (is_host_sized_alias(name)) host_sized = true;
    if (states_width(name)) host_sized = false;
    if (host_sized != type.host_sized) {
        type.host_sized = host_sized;
        type.fingerprint = mix(type.fingerprint, host_sized ? 2 : 1);
    }
    // Nim's char counts from 0 to 255, even if C's `char`, which Nim compiles it to, is signed.
    if (name == "NIM_CHAR" && type.kind == Kind::signed_integer && type.width_bits == 8) {
        type.kind = Kind::unsigned_integer;
        type.fingerprint = mix(type.fingerprint, 3);
    }
    return type;
}

Type Types::pointer_to_member(const Reading& at) {
    const auto address_bits = bits_of(at.context.unit.format.AddrSize);
    Type type{.kind = Kind::pointer, .width_bits = address_bits, .host_sized = true};
    Die target;
    if (read(at.die.reference(Slot::type), target) && target.tag == dw::DW_TAG_subroutine_type) {
        // A pair (Itanium C++ ABI §2.3).
        type.kind = Kind::unknown;
        type.width_bits = 2 * address_bits;
    }
    return type;
}

Type Types::array(const Reading& at) {
    Type type = type_of(at.die.reference(Slot::type), at.depth);
    std::vector<std::uint64_t> extents;
    bool open = false;
    bool known = true;
    for_each_child(at.context.reader, at.die, [&](const Die& child) {
        if (child.tag != dw::DW_TAG_subrange_type && child.tag != dw::DW_TAG_enumeration_type) return true;
        known =
            known && !child.is_odd(Slot::count) && !child.is_odd(Slot::upper_bound) && !child.is_odd(Slot::lower_bound);
        const auto count = count_of(child, at.context.unit);
        // Before C99 §6.7.2.1, a flexible tail was written `u8 data[0]`. In Rust, `[u64; 0]` may only align.
        if (count == 0 && extents.empty() && !open && !is_rust(at.context.unit)) {
            open = true;
        } else {
            extents.push_back(count);
        }
        return extents.size() < most_extents;
    });
    // The first index of Fortran runs fastest; a spec has that extent last.
    if (is_fortran(at.context.unit)) std::ranges::reverse(extents);
    const auto elements = product(extents, type.width_bits);
    if (at.die.has(Slot::vector) || !known) {
        const auto bits = at.die.has(Slot::byte_size) ? bits_of(at.die.value(Slot::byte_size)) : elements.value_or(0);
        return {.width_bits = bits};
    }
    if (!elements || !product(type.extents, *elements)) return {};
    // The inner extents of an array of arrays come last.
    if (open && type.flexible_tail) return {};
    type.flexible_tail = type.flexible_tail || open;
    type.extents.insert(type.extents.begin(), extents.begin(), extents.end());
    if (type.extents.size() > most_extents) return {};
    for (const auto extent : extents) type.fingerprint = mix(type.fingerprint, extent);
    type.fingerprint = mix(type.fingerprint, open ? 5 : 6);
    return type;
}

std::string_view Types::scope_name(const Reading& at) {
    const auto found = at.context.scope_of.find(at.die.offset);
    return found != at.context.scope_of.end() ? std::string_view(at.context.scopes[found->second]) : std::string_view();
}

Type Types::record(const Reading& at) {
    const Die& die = at.die;
    const DieRef self = at.context.unit.base + die.offset;
    if (is_declaration(die)) {
        const auto definition = definition_of(self);
        if (definition != self) return type_of(definition, at.depth);
    }
    Type type{.kind = Kind::record, .width_bits = bits_of(die.value(Slot::byte_size)), .tag = self};
    // Zig's own back ends refer to the integer of a packed struct by DW_AT_type.
    if (!die.has(Slot::byte_size) && die.has(Slot::type)) {
        const auto& integer = type_of(die.reference(Slot::type), at.depth);
        type.width_bits = integer.width_bits;
        type.exact_bits = integer.exact_bits;
        type.kind_if_exact = Kind::record;
    }
    type.incomplete = is_declaration(die) || (!die.has(Slot::byte_size) && type.width_bits == 0);
    const auto name = name_of_tag(at.context, die);
    type.nameless = name.name.empty();
    if (auto value = inside(at, type.width_bits)) return *value;
    type.fingerprint = fingerprint_of_tag(type, name);
    return type;
}

/// Returns the type of the first template argument, or null.
const Type* Types::template_argument(const Reading& at) {
    const Type* found = nullptr;
    for_each_child(at.context.reader, at.die, [&](const Die& child) {
        if (child.tag == dw::DW_TAG_template_type_parameter) found = &type_of(child.reference(Slot::type), at.depth);
        return found == nullptr;
    });
    return found;
}

const Type* Types::single_member(const Reading& at) {
    const Type* found = nullptr;
    unsigned count = 0;
    for_each_child(at.context.reader, at.die, [&](const Die& child) {
        if (child.tag != dw::DW_TAG_member) return true;
        const auto& type = type_of(child.reference(Slot::type), at.depth);
        if (size_bits_of(type) == 0) return true;
        found = &type;
        return ++count < 2;
    });
    return count == 1 ? found : nullptr;
}

/// Returns the type inside a wrapper: std::array and std::atomic of C++, Rust's atomics, cells and newtypes, Zig's
/// atomic value and optional pointer.
std::optional<Type> Types::inside(const Reading& at, std::uint64_t width_bits) {
    const auto name = at.die.name();
    const Unit& unit = at.context.unit;
    const Type* value = nullptr;
    if (is_cpp(unit) && name.starts_with("atomic<") && scope_name(at) == "std::") {
        value = template_argument(at);
    } else if (is_cpp(unit) && name.starts_with("array<") && scope_name(at) == "std::") {
        const auto* element = template_argument(at);
        const auto count = last_argument(name);
        if (element == nullptr || count == 0 || element->flexible_tail) return std::nullopt;
        if (element->extents.size() >= most_extents) return std::nullopt;
        Type made = *element;
        made.extents.insert(made.extents.begin(), count);
        if (product(made.extents, made.width_bits) != width_bits) return std::nullopt;
        made.fingerprint = mix(made.fingerprint, count);
        return made;
    } else if (is_rust(unit)) {
        auto made = inside_rust(at);
        const bool is_whole = made && size_bits_of(*made) == width_bits && !made->flexible_tail;
        return is_whole ? made : std::nullopt;
    } else if (unit.is_zig && name.starts_with("atomic.Value(")) {
        value = single_member(at);
    } else if (unit.is_zig && name.starts_with('?')) {
        value = pointer_in_zig_optional(at);
    }
    // The sizes must be equal: a lock beside the value is part of the layout.
    if (value == nullptr || value->width_bits != width_bits || !value->extents.empty()) return std::nullopt;
    return *value;
}

Type Types::enumeration(const Reading& at) {
    const Die& die = at.die;
    const DieRef self = at.context.unit.base + die.offset;
    if (is_declaration(die)) {
        const auto definition = definition_of(self);
        if (definition != self) return type_of(definition, at.depth);
    }
    Type type{.kind = Kind::enumeration, .width_bits = bits_of(die.value(Slot::byte_size)), .tag = self};
    type.endianity = endianity_of(die);
    if (die.has(Slot::type)) {
        const auto& integer = type_of(die.reference(Slot::type), at.depth);
        if (!die.has(Slot::byte_size)) type.width_bits = integer.width_bits;
        type.is_signed = integer.kind_if_exact == Kind::signed_integer || integer.kind == Kind::signed_integer;
        type.host_sized = integer.host_sized && is_cpp(at.context.unit);
        type.exact_bits = integer.exact_bits;
    } else if (die.has(Slot::encoding)) {
        type.is_signed = integer_kind(die.value(Slot::encoding)) == Kind::signed_integer;
    } else {
        for_each_child(at.context.reader, die, [&](const Die& child) {
            type.is_signed = type.is_signed || child.is_negative != 0;
            return !type.is_signed;
        });
    }
    type.kind_if_exact = Kind::enumeration;
    const auto name = name_of_tag(at.context, die);
    type.nameless = name.name.empty();
    if (die.name() == "byte" && is_cpp(at.context.unit) && scope_name(at) == "std::") {
        return {.kind = Kind::byte, .width_bits = type.width_bits};
    }
    type.fingerprint = fingerprint_of_tag(type, name);
    return type;
}

}  // namespace abi::dwarf

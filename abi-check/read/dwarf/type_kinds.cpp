// Types::make: decodes the entry of a type.
#include <algorithm>
#include <bit>
#include <charconv>

#include "llvm/BinaryFormat/Dwarf.h"
#include "read/dwarf/types.h"
#include "read/host_sized.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

constexpr std::uint64_t largest_bytes = std::uint64_t{1} << 56U;  // so that bits do not wrap
constexpr std::size_t most_extents = 64;
constexpr unsigned deepest_index = 100;

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
    if (width_bits != 128 || name == "__float80" || name == "f80" || name == "__ibm128") return false;
    // Elsewhere, 16 bytes hold `long double`, D's `real`, Ada's `long_long_float`: only a name with the bits is
    // another.
    return has_quad_long_double(arch) || name.find("128") != std::string_view::npos || name == "real(kind=16)";
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

std::uint64_t lower_bound_of(const Die& dimension, const Unit& unit) {
    return dimension.has(Slot::lower_bound) ? dimension.value(Slot::lower_bound) : usual_lower_bound(unit);
}

bool has_odd_bounds(const Die& dimension) {
    return dimension.is_odd(Slot::count) || dimension.is_odd(Slot::upper_bound) || dimension.is_odd(Slot::lower_bound);
}

/// The distance of two elements in bits, if it is stated; 0 if it is not known.
std::optional<std::uint64_t> stride_of(const Die& die) {
    if (die.is_odd(Slot::bit_stride) || die.is_odd(Slot::byte_stride)) return 0;
    if (die.has(Slot::bit_stride)) return die.value(Slot::bit_stride);
    if (die.has(Slot::byte_stride)) return bits_of(die.value(Slot::byte_stride));
    return std::nullopt;
}

/// Returns nothing if the product is larger than any memory.
std::optional<std::uint64_t> product(const std::vector<std::uint64_t>& extents, std::uint64_t width_bits) {
    std::uint64_t bits = width_bits;
    for (const auto extent : extents) {
        if (__builtin_mul_overflow(bits, extent, &bits) || bits > 8 * largest_bytes) return std::nullopt;
    }
    return bits;
}

/// Whether elements without space between them have the distances that the dimensions state, outermost first.
bool are_adjacent(std::uint64_t element_bits, const std::vector<std::uint64_t>& extents,
                  const std::vector<std::optional<std::uint64_t>>& strides) {
    auto bits = element_bits;
    for (auto at = std::min(extents.size(), strides.size()); at-- > 0;) {
        if (strides[at].value_or(bits) != bits) return false;
        if (__builtin_mul_overflow(bits, extents[at], &bits)) return false;
    }
    return true;
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
    case dw::DW_TAG_template_alias: return type_of(die.reference(Slot::type), at.depth);
    case dw::DW_TAG_subrange_type: return subrange(at);
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

/// An integer or an enumeration that has only some of its values, and maybe another size.
Type Types::subrange(const Reading& at) {
    const Die& die = at.die;
    Type type = type_of(die.reference(Slot::type), at.depth);
    const auto width_bits = type.width_bits;
    if (die.has(Slot::byte_size)) type.width_bits = bits_of(die.value(Slot::byte_size));
    if (die.has(Slot::bias)) type.kind = Kind::unknown;  // the memory has the difference to a number
    const bool is_natural = die.has(Slot::upper_bound) && !has_odd_bounds(die) &&
                            !die.is_negative_at(Slot::lower_bound) && !die.is_negative_at(Slot::upper_bound) &&
                            lower_bound_of(die, at.context.unit) <= die.value(Slot::upper_bound);
    if (is_natural && type.kind == Kind::signed_integer) {
        type.natural_bits = static_cast<unsigned>(std::bit_width(die.value(Slot::upper_bound)));
        type.kind = kind_in_bits(type, type.width_bits);
    }
    if (type.width_bits != width_bits || type.natural_bits != 0 || type.kind == Kind::unknown) {
        type.fingerprint = mix(mix(type.fingerprint, type.width_bits), type.natural_bits);
    }
    return type;
}

/// Returns how many elements a dimension of an array has; 0 if it is open or empty. Returns nothing if it is known only
/// when the program runs.
std::optional<std::uint64_t> Types::count_of(const Reading& at) {
    const Die& dimension = at.die;
    const Unit& unit = at.context.unit;
    if (has_odd_bounds(dimension)) return std::nullopt;
    if (dimension.has(Slot::count)) return dimension.value(Slot::count);
    const bool has_bounds = dimension.has(Slot::upper_bound);
    const auto lower = lower_bound_of(dimension, unit);
    const auto upper = dimension.value(Slot::upper_bound);
    if (dimension.tag == dw::DW_TAG_enumeration_type) return count_values(at, 0, ~std::uint64_t{0});
    Die index;
    const auto reference = dimension.reference(Slot::type);
    auto* context = context_of(reference);
    if (context != nullptr && at.depth < deepest_index && read(reference, index)) {
        const Reading of_index{*context, index, at.depth + 1};
        // An array of Ada has an element for each value, even if their numbers have gaps. One of Pascal has the gaps.
        const bool is_enumeration = index.tag == dw::DW_TAG_enumeration_type && (!has_bounds || is_ada(unit));
        if (is_enumeration)
            return count_values(of_index, has_bounds ? lower : 0, has_bounds ? upper : ~std::uint64_t{0});
        if (!has_bounds && index.tag == dw::DW_TAG_subrange_type) return count_of(of_index);
    }
    if (!has_bounds) return 0;
    // An array without elements has the upper bound -1; g++ writes it in as many bits as an address has.
    const auto count = upper - lower + 1;
    return unit.format.AddrSize == 4 && count == std::uint64_t{1} << 32U ? 0 : count;
}

std::uint64_t Types::count_values(const Reading& at, std::uint64_t least, std::uint64_t greatest) {
    std::uint64_t count = 0;
    for_each_child_in_brief(at.context.reader, at.die, [&](const Die& child) {
        const auto value = child.value(Slot::const_value);
        if (child.tag == dw::DW_TAG_enumerator && value >= least && value <= greatest) ++count;
        return true;
    });
    return count;
}

Type Types::array(const Reading& at) {
    Type type = type_of(at.die.reference(Slot::type), at.depth);
    std::vector<std::uint64_t> extents;
    std::vector<std::optional<std::uint64_t>> strides;
    bool open = false;
    bool known = true;
    for_each_child_in_brief(at.context.reader, at.die, [&](const Die& child) {
        if (child.tag != dw::DW_TAG_subrange_type && child.tag != dw::DW_TAG_enumeration_type) return true;
        const auto found = count_of({at.context, child, at.depth});
        known = known && found;
        const auto count = found.value_or(0);
        strides.push_back(stride_of(child));
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
    if (const auto stride = stride_of(at.die); stride && !strides.empty()) strides.back() = stride;
    if (is_fortran(at.context.unit)) std::ranges::reverse(strides);
    const bool is_apart = known && !open && !are_adjacent(size_bits_of(type), extents, strides);
    if (at.die.has(Slot::vector) || !known || is_apart) {
        const bool has_size = at.die.has(Slot::byte_size) && !at.die.is_odd(Slot::byte_size);
        if (has_size) return {.width_bits = bits_of(at.die.value(Slot::byte_size))};
        if (!known) return {};
        const auto stride = strides.size() == 1 ? strides.back().value_or(0) : 0;  // Ada packs arrays of bits
        return {.width_bits = is_apart ? (product(extents, stride).value_or(0) + 7) / 8 * 8 : elements.value_or(0)};
    }
    if (!elements || !product(type.extents, *elements)) return {};
    // The inner extents of an array of arrays come last. Only the first can be open: the others are 0.
    if (type.flexible_tail) type.extents.insert(type.extents.begin(), 0);
    type.flexible_tail = open;
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
        for_each_child_in_brief(at.context.reader, die, [&](const Die& child) {
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

#include "read/dwarf_types.h"

#include <algorithm>
#include <charconv>

#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/Support/xxhash.h"
#include "read/host_sized.h"

namespace abi {
namespace {

namespace dw = llvm::dwarf;

constexpr unsigned deepest_type = 100;
constexpr std::size_t most_contexts = 64;
constexpr std::uint64_t largest_bytes = std::uint64_t{1} << 56U;  // so that bits do not wrap

std::string_view view(const char* text) {
    return text != nullptr ? std::string_view(text) : std::string_view();
}

std::uint64_t bits_of(std::uint64_t bytes) {
    return std::min(bytes, largest_bytes) * 8;
}

std::uint64_t print_of_type(const DwarfType& type) {
    std::uint64_t print = mix(static_cast<std::uint64_t>(type.kind), type.width_bits);
    print = mix(print, type.exact_bits);
    for (const auto extent : type.extents) print = mix(print, extent);
    return mix(print, (type.flexible_tail ? 1U : 0U) | (type.is_signed ? 2U : 0U) | (type.host_sized ? 4U : 0U) |
                          (type.incomplete ? 8U : 0U));
}

/// The N of "_BitInt(N)", "unsigned _BitInt(N)" and Zig's uN; 0: the name says nothing.
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

/// IEEE 754's binary format of that width, with no storage to spare.
bool is_ieee(std::string_view name, std::uint64_t width_bits, std::uint64_t address_bytes, bool is_x86_like) {
    if (name.find("bf16") != std::string_view::npos || name.find("bfloat") != std::string_view::npos) return false;
    if (width_bits == 16 || width_bits == 32 || width_bits == 64) return true;
    if (width_bits != 128 || address_bytes < 4) return false;
    // x87's 80 bits in 16 bytes go by the names long double, __float80 and f80.
    const bool is_long_double = name == "long double" || name == "c_longdouble";
    return name != "__float80" && name != "f80" && !(is_long_double && is_x86_like);
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

std::uint64_t DwarfTypes::print_of(const Unit& unit, const char* text) {
    if (text == nullptr) return 0;
    // A string in its entry is short, and nowhere else; one in a string section is there once for the whole program.
    const bool is_inline = text >= unit.section.data() && text < unit.section.data() + unit.section.size();
    if (is_inline) return llvm::xxh3_64bits(llvm::StringRef(text));
    return static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(text));
}

UnitContext& DwarfTypes::context_of(const Unit& unit) {
    if (last_ != nullptr && &last_->unit == &unit) return *last_;
    auto& context = contexts_[&unit];
    if (!context) {
        const auto format = static_cast<std::uint32_t>(unit.format.version << 16U | unit.format.address_bytes << 8U |
                                                       unit.format.offset_bytes);
        auto& abbrevs = abbrevs_[{unit.abbrev.data(), unit.abbrev_offset, format}];
        if (!abbrevs) abbrevs = std::make_shared<const AbbrevTable>(unit.abbrev, unit.abbrev_offset, unit.format);
        context = std::make_unique<UnitContext>(unit, abbrevs, program_);
        walk_unit(*context, in_functions_);
    }
    last_ = context.get();
    return *context;
}

UnitContext* DwarfTypes::context_of(DieRef reference) {
    if (last_ != nullptr) {
        const Unit& unit = last_->unit;
        if (reference >= unit.base + unit.first_die && reference < unit.base + unit.end) return last_;
    }
    const Unit* unit = reference == no_die ? nullptr : program_.find(reference);
    return unit != nullptr ? &context_of(*unit) : nullptr;
}

bool DwarfTypes::read(DieRef reference, Die& die) {
    auto* context = context_of(reference);
    return context != nullptr && context->reader.read(reference - context->unit.base, die) && die.tag != 0;
}

void DwarfTypes::forget_some() {
    last_ = nullptr;
    if (contexts_.size() >= most_contexts) contexts_.clear();
    if (abbrevs_.size() >= most_contexts) abbrevs_.clear();
}

const DwarfType& DwarfTypes::type_of(DieRef reference) {
    return type_of(reference, 0);
}

const DwarfType& DwarfTypes::type_of(DieRef reference, unsigned depth) {
    static const DwarfType nothing;
    auto* context = depth < deepest_type ? context_of(reference) : nullptr;
    if (context == nullptr) return nothing;
    const auto offset = reference - context->unit.base;
    auto& known = context->known_types[offset];
    if (known != nullptr) return *known;
    // Known from now on, so that a type that is made of itself comes to an end.
    auto& type = context->type_pool.emplace_back();
    known = &type;
    Die die;
    if (!context->reader.read(offset, die)) return type;
    auto made = make({*context, die, depth + 1});
    if (made.print == 0) made.print = print_of_type(made);
    type = std::move(made);
    return type;
}

DieRef DwarfTypes::definition_of(DieRef reference) {
    Die die;
    if (!read(reference, die) || !die.flag(Slot::declaration)) return reference;
    const auto definition = die.reference(Slot::signature);
    return definition != no_die && program_.find(definition) != nullptr ? definition : reference;
}

DwarfType DwarfTypes::make(const Reading& at) {
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
        const auto bytes = die.has(Slot::byte_size) ? die.value(Slot::byte_size) : at.context.unit.format.address_bytes;
        return {.kind = Kind::pointer, .width_bits = bits_of(bytes), .host_sized = true};
    }
    case dw::DW_TAG_ptr_to_member_type: return pointer_to_member(at);
    case dw::DW_TAG_unspecified_type:
        if (view(die.text(Slot::name)) != "decltype(nullptr)") return {};
        return {.kind = Kind::pointer, .width_bits = bits_of(at.context.unit.format.address_bytes), .host_sized = true};
    case dw::DW_TAG_array_type: return array(at);
    case dw::DW_TAG_structure_type:
    case dw::DW_TAG_class_type:
    case dw::DW_TAG_union_type:
    case dw::DW_TAG_interface_type: return record(at);
    case dw::DW_TAG_enumeration_type: return enumeration(at);
    default: return {.width_bits = bits_of(die.value(Slot::byte_size))};
    }
}

DwarfType DwarfTypes::base(const Reading& at) const {
    const Die& die = at.die;
    const auto name = view(die.text(Slot::name));
    DwarfType type{.width_bits = bits_of(die.value(Slot::byte_size))};
    if (!die.has(Slot::byte_size)) type.width_bits = (die.value(Slot::bit_size) + 7) / 8 * 8;
    if (is_zig_packed(at.context.unit, die.text(Slot::name))) {
        type.kind = Kind::record;
        type.tag = at.context.unit.base + die.offset;
        type.print = mix(print_of_type(type), print_of(at.context.unit, die.text(Slot::name)));
        return type;
    }
    const auto encoding = die.value(Slot::encoding);
    type.kind = integer_kind(encoding);
    if (encoding == dw::DW_ATE_float) {
        // DWARF does not say which format it is. Where an address has 8 bytes, x87's is told by its name and its machine's.
        const bool is_x86 = program_.is_x86();
        if (is_ieee(name, type.width_bits, at.context.unit.format.address_bytes, is_x86)) type.kind = Kind::floating;
    }
    type.host_sized = is_host_sized_base(name);
    type.kind_if_exact = type.kind;
    if (type.kind == Kind::signed_integer || type.kind == Kind::unsigned_integer) {
        auto bits = static_cast<unsigned>(std::min<std::uint64_t>(die.value(Slot::bit_size), 1U << 20U));
        if (bits == 0) bits = bits_in_name(name, at.context.unit.is_zig);
        if (bits != 0 && bits != type.width_bits) {
            type.exact_bits = bits;
            type.kind = Kind::unknown;
        }
    } else if (type.kind == Kind::boolean && at.context.unit.is_zig) {
        type.exact_bits = 1;
    }
    return type;
}

DwarfType DwarfTypes::alias(const Reading& at) {
    DwarfType type = type_of(at.die.reference(Slot::type), at.depth);
    const auto name = view(at.die.text(Slot::name));
    bool host_sized = type.host_sized;
    if (is_host_sized_alias(name)) host_sized = true;
    if (states_width(name)) host_sized = false;
    if (host_sized != type.host_sized) {
        type.host_sized = host_sized;
        type.print = mix(type.print, host_sized ? 2 : 1);
    }
    return type;
}

DwarfType DwarfTypes::pointer_to_member(const Reading& at) {
    const auto address_bits = bits_of(at.context.unit.format.address_bytes);
    DwarfType type{.kind = Kind::pointer, .width_bits = address_bits, .host_sized = true};
    Die target;
    if (read(at.die.reference(Slot::type), target) && target.tag == dw::DW_TAG_subroutine_type) {
        // A pair (Itanium C++ ABI §2.3).
        type.kind = Kind::unknown;
        type.width_bits = 2 * address_bits;
    }
    return type;
}

DwarfType DwarfTypes::array(const Reading& at) {
    DwarfType type = type_of(at.die.reference(Slot::type), at.depth);
    std::vector<std::uint64_t> extents;
    bool open = false;
    bool known = true;
    for_each_child(at.context.reader, at.die, [&](const Die& child) {
        if (child.tag != dw::DW_TAG_subrange_type && child.tag != dw::DW_TAG_enumeration_type) return true;
        std::optional<std::uint64_t> count;
        if (child.is_odd(Slot::count) || child.is_odd(Slot::upper_bound) || child.is_odd(Slot::lower_bound)) {
            known = false;
        } else if (child.has(Slot::count)) {
            count = child.value(Slot::count);
        } else if (child.has(Slot::upper_bound)) {
            // -1 is how an array without elements is written.
            count = child.value(Slot::upper_bound) - child.value(Slot::lower_bound) + 1;
        }
        const bool is_zero = count.value_or(0) == 0;
        // `u8 data[0]` is how a flexible tail was written before C99 §6.7.2.1.
        if (is_zero && extents.empty() && !open) {
            open = true;
        } else {
            extents.push_back(count.value_or(0));
        }
        return extents.size() < 64;
    });
    if (at.die.has(Slot::vector) || !known) {
        std::uint64_t count = 1;
        for (const auto extent : extents) {
            if (__builtin_mul_overflow(count, extent, &count)) count = 0;
        }
        std::uint64_t bits = 0;
        if (__builtin_mul_overflow(count, type.width_bits, &bits)) bits = 0;
        if (at.die.has(Slot::byte_size)) bits = bits_of(at.die.value(Slot::byte_size));
        return {.width_bits = bits};
    }
    // Of an array of arrays the inner extents come last.
    if (open && type.flexible_tail) return {};
    type.flexible_tail = type.flexible_tail || open;
    type.extents.insert(type.extents.begin(), extents.begin(), extents.end());
    if (type.extents.size() > 64) return {};
    for (const auto extent : extents) type.print = mix(type.print, extent);
    type.print = mix(type.print, open ? 5 : 6);
    return type;
}

std::string_view DwarfTypes::scope_name(const Reading& at) const {
    const auto found = at.context.scope_of.find(at.die.offset);
    return found != at.context.scope_of.end() ? std::string_view(at.context.scopes[found->second]) : std::string_view();
}

DwarfType DwarfTypes::record(const Reading& at) {
    const Die& die = at.die;
    const DieRef self = at.context.unit.base + die.offset;
    if (die.flag(Slot::declaration)) {
        const auto definition = definition_of(self);
        if (definition != self) return type_of(definition, at.depth);
    }
    DwarfType type{.kind = Kind::record, .width_bits = bits_of(die.value(Slot::byte_size)), .tag = self};
    // Zig's own back ends give a packed struct its integer as a type.
    if (!die.has(Slot::byte_size) && die.has(Slot::type)) {
        type.width_bits = type_of(die.reference(Slot::type), at.depth).width_bits;
    }
    type.incomplete = die.flag(Slot::declaration);
    type.nameless = !die.has(Slot::name) && !at.context.typedef_of.contains(die.offset);
    if (auto value = inside(at, type.width_bits)) return *value;
    type.print = print_of_type(type);
    if (!type.nameless) {
        const char* name = die.text(Slot::name);
        if (name == nullptr) name = at.context.typedef_of.lookup(die.offset)->name;
        type.print = mix(type.print, print_of(at.context.unit, name));
        type.print = mix(type.print, llvm::xxh3_64bits(llvm::StringRef(scope_name(at))));
    }
    return type;
}

/// The type of the first template argument.
const DwarfType* DwarfTypes::template_argument(const Reading& at) {
    const DwarfType* found = nullptr;
    for_each_child(at.context.reader, at.die, [&](const Die& child) {
        if (child.tag == dw::DW_TAG_template_type_parameter) found = &type_of(child.reference(Slot::type), at.depth);
        return found == nullptr;
    });
    return found;
}

const DwarfType* DwarfTypes::single_member(const Reading& at) {
    const DwarfType* found = nullptr;
    unsigned count = 0;
    for_each_child(at.context.reader, at.die, [&](const Die& child) {
        if (child.tag != dw::DW_TAG_member) return true;
        const auto& type = type_of(child.reference(Slot::type), at.depth);
        if (type.width_bits == 0) return true;
        found = &type;
        return ++count < 2;
    });
    return count == 1 ? found : nullptr;
}

/// What is only a wrapping: std::array and std::atomic of C++, Rust's atomics and cells, Zig's atomic value.
std::optional<DwarfType> DwarfTypes::inside(const Reading& at, std::uint64_t width_bits) {
    const auto name = view(at.die.text(Slot::name));
    const Unit& unit = at.context.unit;
    const DwarfType* value = nullptr;
    if (is_cpp(unit) && name.starts_with("atomic<") && scope_name(at) == "std::") {
        value = template_argument(at);
    } else if (is_cpp(unit) && name.starts_with("array<") && scope_name(at) == "std::") {
        const auto* element = template_argument(at);
        const auto comma = name.rfind(',');
        std::uint64_t count = 0;
        const auto digits = comma == std::string_view::npos ? std::string_view() : name.substr(name.find_first_not_of(", ", comma));
        std::from_chars(digits.data(), digits.data() + digits.size(), count);
        std::uint64_t bits = 0;
        if (element == nullptr || count == 0 || element->flexible_tail || !element->extents.empty()) {
            // An array of arrays: its extents are counted together below.
            if (element == nullptr || count == 0 || element->flexible_tail) return std::nullopt;
        }
        std::uint64_t whole = element->width_bits;
        for (const auto extent : element->extents) {
            if (__builtin_mul_overflow(whole, extent, &whole)) return std::nullopt;
        }
        if (__builtin_mul_overflow(whole, count, &bits) || bits != width_bits) return std::nullopt;
        DwarfType array = *element;
        array.extents.insert(array.extents.begin(), count);
        array.print = mix(array.print, count);
        return array;
    } else if (is_rust(unit)) {
        const auto scope = scope_name(at);
        const bool wraps = (scope == "core::sync::atomic::" && name.starts_with("Atomic")) ||
                           (scope == "core::cell::" && (name.starts_with("UnsafeCell<") || name.starts_with("Cell<"))) ||
                           (scope == "core::num::wrapping::" && name.starts_with("Wrapping<"));
        if (wraps) value = single_member(at);
    } else if (unit.is_zig && name.starts_with("atomic.Value(")) {
        value = single_member(at);
    }
    // No storage to spare: a lock beside the value is part of the layout.
    if (value == nullptr || value->width_bits != width_bits || !value->extents.empty()) return std::nullopt;
    return *value;
}

DwarfType DwarfTypes::enumeration(const Reading& at) {
    const Die& die = at.die;
    const DieRef self = at.context.unit.base + die.offset;
    if (die.flag(Slot::declaration) && die.has(Slot::signature)) {
        const auto definition = definition_of(self);
        if (definition != self) return type_of(definition, at.depth);
    }
    DwarfType type{.kind = Kind::enumeration, .width_bits = bits_of(die.value(Slot::byte_size)), .tag = self};
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
    type.nameless = !die.has(Slot::name) && !at.context.typedef_of.contains(die.offset);
    if (view(die.text(Slot::name)) == "byte" && is_cpp(at.context.unit) && scope_name(at) == "std::") {
        return {.kind = Kind::byte, .width_bits = type.width_bits};
    }
    type.print = print_of_type(type);
    if (!type.nameless) type.print = mix(type.print, print_of(at.context.unit, die.text(Slot::name)));
    return type;
}

std::string DwarfTypes::qualified_name(DieRef tag) {
    auto* context = context_of(tag);
    Die die;
    if (context == nullptr || !read(tag, die)) return {};
    if (const char* name = die.text(Slot::name)) {
        std::string_view scope;
        const auto found = context->scope_of.find(die.offset);
        if (found != context->scope_of.end()) scope = context->scopes[found->second];
        return std::string(scope).append(spoken_name(name));
    }
    const auto alias = context->typedef_of.find(die.offset);
    if (alias == context->typedef_of.end()) return {};
    return context->scopes[alias->second->scope] + std::string(view(alias->second->name));
}

std::string DwarfTypes::spelling_of(DieRef reference) {
    std::string after;
    Die die;
    for (unsigned depth = 0; depth < deepest_type; ++depth) {
        if (!read(reference, die)) return reference == no_die ? "void" + after : after;
        if (const char* name = die.text(Slot::name)) return std::string(view(name).substr(0, 4096)) + after;
        switch (die.tag) {
        case dw::DW_TAG_pointer_type: after = after.empty() ? " *" : "*" + after; break;
        case dw::DW_TAG_reference_type: after = " &"; break;
        case dw::DW_TAG_rvalue_reference_type: after = " &&"; break;
        case dw::DW_TAG_subroutine_type: return "function" + after;
        case dw::DW_TAG_structure_type:
        case dw::DW_TAG_class_type: return "struct" + after;
        case dw::DW_TAG_union_type: return "union" + after;
        case dw::DW_TAG_enumeration_type: return "enum" + after;
        default: break;
        }
        reference = die.reference(Slot::type);
    }
    return after;
}

}  // namespace abi

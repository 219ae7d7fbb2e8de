#include "read/dwarf/constants.h"

#include "llvm/BinaryFormat/Dwarf.h"
#include "read/dwarf/place.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

Integer negated(Integer value) {
    value.low = ~value.low + 1;
    value.high = ~value.high + (value.low == 0 ? 1 : 0);
    value.negative = true;
    return value;
}

Integer of_bits(std::uint64_t low, std::uint64_t high, bool is_signed) {
    const Integer value{.low = low, .high = high, .negative = false};
    return is_signed && (high >> 63U) != 0 ? negated(value) : value;
}

/// The integer in a block of up to 16 bytes in the target's byte order. Returns nothing if the block is longer.
std::optional<Integer> of_block(std::string_view block, bool is_little, bool is_signed) {
    if (block.empty() || block.size() > 16) return std::nullopt;
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
        const auto place = is_little ? i : block.size() - 1 - i;
        const std::uint64_t byte = static_cast<unsigned char>(block[place]);
        (i < 8 ? low : high) |= byte << (8 * (i % 8));
    }
    const auto sign_at = block.size() * 8 - 1;
    const auto sign = sign_at < 64 ? low >> sign_at : high >> (sign_at - 64);
    if (is_signed && (sign & 1U) != 0) {
        if (sign_at < 63) low |= ~std::uint64_t{0} << sign_at;
        if (sign_at < 64) high = ~std::uint64_t{0};
        if (sign_at >= 64 && sign_at < 127) high |= ~std::uint64_t{0} << (sign_at - 64);
    }
    return of_bits(low, high, is_signed);
}

/// A form of fixed size does not tell the sign (DWARF 5, 7.5.5); the type does. `type_bits`: the size of the type. In a
/// smaller form, GCC writes only numbers that are not negative.
std::optional<Integer> value_of(const Die& die, bool is_signed, std::uint64_t type_bits, bool is_little) {
    if (!die.has(Slot::const_value)) return std::nullopt;
    if (die.is_odd(Slot::const_value)) return of_block(die.block, is_little, is_signed);
    auto value = die.value(Slot::const_value);
    if (die.is_negative_at(Slot::const_value))
        return negated({.low = value, .high = ~std::uint64_t{0}, .negative = false});
    if (!is_signed) return Integer{.low = value, .high = 0, .negative = false};
    // Clang writes -1 as the unsigned LEB128 of its 64 bits.
    if (die.const_bits != 0 && die.const_bits < 64 && die.const_bits >= type_bits &&
        ((value >> (die.const_bits - 1U)) & 1U) != 0)
        value |= ~std::uint64_t{0} << die.const_bits;
    return of_bits(value, (value >> 63U) != 0 ? ~std::uint64_t{0} : 0, /*is_signed=*/true);
}

abi::Type integer_type(const Type& from, std::string spelling) {
    abi::Type type{.kind = from.kind,
                   .width_bits = from.width_bits,
                   .host_sized = from.host_sized,
                   .spelling = std::move(spelling)};
    if (from.kind == Kind::enumeration || (from.kind == Kind::unknown && from.exact_bits != 0)) {
        type.kind = from.is_signed ? Kind::signed_integer : Kind::unsigned_integer;
        if (from.kind == Kind::unknown) type.kind = from.kind_if_exact;
    }
    return type;
}

}  // namespace

void visit_enumerators(Types& types, DieRef tag, Effort& effort, llvm::function_ref<bool(const char*)> visit) {
    auto* context = types.context_of(tag);
    Die die;
    if (context == nullptr || !types.read(tag, die)) return;
    for_each_child_in_brief(context->reader, die, [&](const Die& child) {
        if (child.tag != dw::DW_TAG_enumerator) return true;
        return effort.spend(1) && visit(child.text(Slot::name));
    });
}

Enum read_enum(Types& types, DieRef tag, const std::string& name, const std::string& root, Effort& effort) {
    Enum made{.name = name};
    auto* context = types.context_of(tag);
    Die die;
    if (context == nullptr || !types.read(tag, die)) return made;
    const auto& carrier = types.type_of(tag);
    const auto integer = die.reference(Slot::type);
    made.type = integer_type(carrier, integer != no_die ? types.spelling_of(integer) : std::string());
    if (integer != no_die) made.type.host_sized = types.type_of(integer).host_sized;
    for_each_child(context->reader, die, [&](const Die& child) {
        if (child.tag != dw::DW_TAG_enumerator) return true;
        if (const auto value = value_of(child, carrier.is_signed, carrier.width_bits, context->unit.is_little)) {
            made.enumerators.push_back({.name = std::string(child.name()),
                                        .value = *value,
                                        .doc = "",
                                        .place = place_of(*context, site_of(child), root)});
        }
        return effort.spend(1 + child.name().size() / 16);
    });
    made.place = place_of(*context, site_of(die), root);
    return made;
}

std::uint64_t fingerprint_of_enum(Types& types, DieRef tag, Effort& effort) {
    auto* context = types.context_of(tag);
    Die die;
    if (context == nullptr || !types.read(tag, die)) return 0;
    std::uint64_t fingerprint =
        mix(die.value(Slot::byte_size), die.has(Slot::type) ? types.type_of(die.reference(Slot::type)).fingerprint : 0);
    for_each_child_in_brief(context->reader, die, [&](const Die& child) {
        fingerprint = mix(mix(fingerprint, fingerprint_of(child.name())), child.value(Slot::const_value));
        if (!child.block.empty() && child.is_odd(Slot::const_value))
            fingerprint = mix(fingerprint, fingerprint_of(child.block));
        return effort.spend(1);
    });
    return fingerprint;
}

std::optional<Constant> read_variable(Types& types, DieRef variable, const std::string& name, const std::string& root) {
    auto* context = types.context_of(variable);
    Die die;
    if (context == nullptr || !types.read(variable, die)) return std::nullopt;
    const auto& type = types.type_of(die.reference(Slot::type));
    const bool is_integer = type.kind == Kind::unsigned_integer || type.kind == Kind::signed_integer ||
                            type.kind == Kind::boolean || type.kind == Kind::enumeration || type.exact_bits != 0;
    if (!is_integer || !type.extents.empty()) return std::nullopt;
    const bool is_signed =
        type.is_signed || type.kind_if_exact == Kind::signed_integer || type.kind == Kind::signed_integer;
    const auto value = value_of(die, is_signed, type.width_bits, context->unit.is_little);
    if (!value) return std::nullopt;
    Constant constant{
        .name = name, .type = integer_type(type, types.spelling_of(die.reference(Slot::type))), .value = *value};
    if (type.kind == Kind::enumeration) {
        constant.type.kind = Kind::enumeration;
        constant.type.is_signed = type.is_signed;
        constant.type.name = types.qualified_name(type.tag);
    }
    constant.place = place_of(*context, site_of(die), root);
    return constant;
}

}  // namespace abi::dwarf

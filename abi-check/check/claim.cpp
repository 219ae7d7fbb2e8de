#include "check/claim.h"

#include <algorithm>

#include "model/find.h"

namespace abi {
namespace {

using What = Claim::What;

/// Nothing if both numbers are equal: then no assertion tells them apart.
std::optional<Claim> claim(What what, const std::string& name, const std::string& field, std::uint64_t expected,
                           std::uint64_t actual) {
    if (expected == actual) return std::nullopt;
    return Claim{.what = what, .name = name, .field = field, .expected = {expected}, .actual = {actual}};
}

bool is_signed(const Type& type) {
    return type.kind == Kind::signed_integer || (type.kind == Kind::enumeration && type.is_signed);
}

bool has_name(const Field& field) {
    return !field.name.empty() && field.name.find('(') == std::string::npos;
}

/// Whether a compiler knows the offset and the size of the field in bytes.
bool has_bytes(const Field& field) {
    return has_name(field) && !field.bit_width && field.offset_bits % 8 == 0 && size_bits(field) % 8 == 0;
}

std::optional<Claim> claim_of_width(const std::string& name, const Field& expected, const Field& actual) {
    auto whole = claim(What::width, name, actual.name, size_bits(expected) / 8, size_bits(actual) / 8);
    if (whole && !expected.type.flexible_tail && !actual.type.flexible_tail) return whole;
    return claim(What::element, name, actual.name, expected.type.width_bits / 8, actual.type.width_bits / 8);
}

std::optional<Claim> claim_of_kind(const std::string& name, const Field& expected, const Field& actual) {
    const auto wanted = kind_class(expected.type.kind);
    const auto found = kind_class(actual.type.kind);
    if (wanted == 0 || found == 0) return std::nullopt;
    if (auto kinds = claim(What::kind, name, actual.name, wanted, found)) return kinds;
    return claim(What::element, name, actual.name, expected.type.width_bits / 8, actual.type.width_bits / 8);
}

/// The fields on both sides of the hole that lies where the spec has a field.
std::optional<Claim> claim_of_padding(const std::string& name, const Field& expected, const Record& actual) {
    if (actual.kind == RecordKind::union_ || !actual.size_bytes) return std::nullopt;
    const auto tiles = tile(actual);
    const auto hole = std::ranges::find_if(tiles, [&](const Tile& one) {
        return one.kind == TileKind::implicit_padding && one.end_bits > expected.offset_bits &&
               one.begin_bits < expected.offset_bits + size_bits(expected);
    });
    if (hole == tiles.end() || (hole->end_bits - hole->begin_bits) % 8 != 0) return std::nullopt;
    auto made = claim(What::gap, name, "", 0, (hole->end_bits - hole->begin_bits) / 8);
    const auto ends = [&](const Field& f) { return f.offset_bits + size_bits(f) == hole->begin_bits; };
    const auto begins = [&](const Field& f) { return f.offset_bits == hole->end_bits; };
    for (const auto& field : actual.fields) {
        if (ends(field) && size_bits(field) != 0) made->field = field.name;
        if (begins(field) && made->next.empty()) made->next = field.name;
        if ((ends(field) || begins(field)) && !has_bytes(field)) return std::nullopt;
    }
    const bool has_begin = !made->field.empty() || hole->begin_bits == 0;
    const bool has_end = !made->next.empty() || hole->end_bits == *actual.size_bytes * 8;
    return has_begin && has_end ? made : std::nullopt;
}

std::optional<Claim> claim_about_field(const Difference& difference, const std::string& name, const Record& actual) {
    const Field* wanted = difference.expected_field;
    const Field* found = difference.actual_field;
    if (difference.rule == Rule::missing_field && wanted != nullptr) {
        // A spare field of this name is not the field of the spec.
        if (!has_name(*wanted) || find_named(actual.fields, wanted->name) != nullptr) return std::nullopt;
        return claim(What::field, name, wanted->name, 1, 0);
    }
    if (difference.rule == Rule::extra_field && found != nullptr && has_name(*found)) {
        return claim(What::field, name, found->name, 0, 1);
    }
    if (difference.rule == Rule::implicit_padding && wanted != nullptr) return claim_of_padding(name, *wanted, actual);
    if (wanted == nullptr || found == nullptr || !has_bytes(*found) || wanted->bit_width) return std::nullopt;
    switch (difference.rule) {
    case Rule::offset: return claim(What::offset, name, found->name, wanted->offset_bits / 8, found->offset_bits / 8);
    case Rule::width: return claim_of_width(name, *wanted, *found);
    case Rule::signedness:
        return claim(What::sign, name, found->name, is_signed(wanted->type) ? 1 : 0, is_signed(found->type) ? 1 : 0);
    case Rule::kind: return claim_of_kind(name, *wanted, *found);
    default: return std::nullopt;
    }
}

}  // namespace

std::optional<Claim> claim_of(const Difference& difference, const Record& expected, const Record& actual) {
    std::optional<Claim> made;
    if (!difference.field.empty()) {
        made = claim_about_field(difference, expected.name, actual);
    } else if (difference.rule == Rule::size && expected.size_bytes && actual.size_bytes) {
        made = claim(What::size, expected.name, "", *expected.size_bytes, *actual.size_bytes);
    } else if (difference.rule == Rule::alignment && expected.align_bytes && actual.align_bytes) {
        made = claim(What::alignment, expected.name, "", *expected.align_bytes, *actual.align_bytes);
    }
    if (made) made->unit = actual.unit;
    return made;
}

Claim claim_of_missing_record(const std::string& name) {
    return {.what = What::record, .name = name, .field = "", .expected = {1}};
}

Claim claim_of_missing(const NamedValue& value) {
    return {.what = What::constant, .name = value.name, .field = value.owner, .expected = {1}};
}

std::optional<Claim> claim_of_value(const NamedValue& expected, const Integer& actual) {
    constexpr auto half = std::uint64_t{1} << 63U;
    const auto fits = [&](const Integer& value) { return value.high == 0 && (!value.negative || value.low <= half); };
    if (!fits(expected.value) || !fits(actual)) return std::nullopt;
    return Claim{.what = What::value,
                 .name = expected.name,
                 .field = expected.owner,
                 .expected = expected.value,
                 .actual = actual};
}

std::optional<Claim> claim_of_enum(const Enum& expected, const Enum& actual) {
    auto size = claim(What::enum_size, expected.name, "", expected.type.width_bits / 8, actual.type.width_bits / 8);
    if (size || actual.type.kind == Kind::unknown) return size;
    return claim(What::enum_sign, expected.name, "", is_signed(expected.type) ? 1 : 0, is_signed(actual.type) ? 1 : 0);
}

void use_own_names(const std::map<std::string, std::string>& aliases, std::span<Finding> findings) {
    for (auto& finding : findings) {
        if (!finding.claim) continue;
        for (auto* name : {&finding.claim->field, &finding.claim->next}) {
            const auto own = std::ranges::find_if(aliases, [&](const auto& alias) { return alias.second == *name; });
            if (own != aliases.end()) *name = own->first;
        }
    }
}

}  // namespace abi

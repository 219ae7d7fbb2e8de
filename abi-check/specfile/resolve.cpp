#include "specfile/resolve.h"

#include <algorithm>

#include "model/words.h"
#include "specfile/suggest.h"
#include "specfile/type_name.h"

namespace abi {
namespace {

/// The names that a type may have, for "did you mean".
std::vector<std::string> known_names(const TypeTable& table) {
    std::vector<std::string> names{"u8",  "u16", "u32", "u64",  "u128", "i8",    "i16", "i32",   "i64",  "i128",
                                   "f16", "f32", "f64", "f128", "bool", "bytes", "ptr", "usize", "isize"};
    const std::size_t builtins = names.size();
    for (const auto& [name, type] : table) names.push_back(name);
    std::sort(names.begin() + static_cast<std::ptrdiff_t>(builtins), names.end());
    return names;
}

std::vector<const KnownType*> types_on(const std::vector<KnownType>& all, const Extent& extent) {
    std::vector<const KnownType*> here;
    for (const auto& one : all) {
        if (overlap(one.extent, extent)) here.push_back(&one);
    }
    return here;
}

/// "has 16 bytes on i386 and 24 bytes elsewhere".
std::string differs_text(const std::vector<const KnownType*>& types) {
    return "has " + join(types, " and ", [](const KnownType* one) {
               const auto& only = one->extent.only;
               return size_text(one->type.width_bits) + (only.empty() ? " elsewhere" : " on " + join(only));
           });
}

}  // namespace

TypeTable table_of(const Layout& layout) {
    TypeTable table;
    const Extents records(layout.records);
    const Extents enums(layout.enums);
    for (const auto& record : layout.records) {
        const std::uint64_t size_bytes = record.size_bytes.value_or(0);
        table[record.name].push_back(
            {Type{.kind = Kind::record, .width_bits = size_bytes * 8, .name = record.name}, records.of(record)});
    }
    for (const auto& each : layout.enums) {
        table[each.name].push_back({Type{.kind = Kind::enumeration,
                                         .width_bits = each.type.width_bits,
                                         .name = each.name,
                                         .is_signed = each.type.kind == Kind::signed_integer},
                                    enums.of(each)});
    }
    return table;
}

std::optional<Problem> resolve(Type& type, const TypeTable& table, std::optional<unsigned> pointer_bytes,
                               const Extent& extent) {
    const auto problem = [](std::string expected, std::string found) {
        return Problem{{}, {}, std::move(expected), std::move(found)};
    };
    if (type.host_sized && type.width_bits == 0) {
        if (!pointer_bytes) {
            return problem("\"pointer_bytes\": 2, 4 or 8 in a record that has ptr or usize",
                           in_quotes(type.spelling) + " without it");
        }
        type.width_bits = std::uint64_t{*pointer_bytes} * 8;
    }
    if (type.kind == Kind::unknown) {
        const auto found = table.find(type.name);
        if (found == table.end()) {
            const std::string hint = did_you_mean(type.name, known_names(table));
            return problem("a built-in type, a record or an enum of this file", in_quotes(type.name) + hint);
        }
        const auto here = types_on(found->second, extent);
        const Type& first = here.empty() ? found->second.front().type : here.front()->type;
        for (const auto* other : here) {
            if (other->type.width_bits == first.width_bits && other->type.is_signed == first.is_signed) continue;
            return problem(
                "a type with one size and sign on all targets of the record; give the record a layout for each",
                in_quotes(type.name) + ", which " + differs_text(here));
        }
        type.kind = first.kind;
        type.width_bits = first.width_bits;
        type.is_signed = first.is_signed;
    }
    if (!bounded_size_bits(type)) {
        type.kind = Kind::unknown;
        return problem("a type of at most a tebibyte", in_quotes(type.spelling));
    }
    return std::nullopt;
}

}  // namespace abi

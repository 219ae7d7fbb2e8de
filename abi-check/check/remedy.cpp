#include "check/remedy.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "check/nested.h"
#include "model/find.h"
#include "model/words.h"

namespace abi {
namespace {

/// Advice to insert the missing field. Empty behind an array without an end, where no language can declare a field.
std::string insert_remedy(const Record& expected, const Field& field) {
    const auto at = std::ranges::find_if(expected.fields, [&](const Field& f) { return &f == &field; });
    if (at != expected.fields.begin() && std::prev(at)->type.flexible_tail) return "";
    const std::string where =
        at == expected.fields.begin() ? "as the first field" : "after `" + std::prev(at)->name + "`";
    return "insert `" + field.name + ": " + type_text(field) + "` " + where;
}

/// Advice to state that several fields of the layer, which together cover the bytes of a missing one, are that field.
std::string alias_remedy(const Record& expected, const Field& missing, const Record& actual) {
    std::vector<std::string> names;
    std::uint64_t next = missing.offset_bits;
    const auto end = missing.offset_bits + size_bits(missing);
    for (const auto& field : actual.fields) {
        if (field.offset_bits < missing.offset_bits || field.offset_bits >= end) continue;
        if (field.offset_bits != next || field.role == Role::padding || find_named(expected.fields, field.name))
            return "";
        next += size_bits(field);
        names.push_back("--alias " + expected.name + "." + field.name + "=" + missing.name);
    }
    return next == end && names.size() > 1 ? "if these fields are `" + missing.name + "`, state " + join(names, " ")
                                           : "";
}

std::string missing_remedy(const Record& expected, const Field& missing, const Record& actual) {
    std::vector<std::string> ways{insert_remedy(expected, missing), alias_remedy(expected, missing, actual)};
    if (!missing.since.empty()) {
        ways.push_back("state an older \"version\" for the layer: the field exists since version " + missing.since);
    }
    std::erase(ways, "");
    return join(ways, ", or ");
}

}  // namespace

std::string remedy(const Difference& difference, const Record& expected, const Record& actual) {
    switch (difference.rule) {
    case Rule::implicit_padding: {
        const std::string insert = insert_remedy(expected, *difference.expected_field);
        return insert.empty() ? "" : insert + " and set it to zero";
    }
    case Rule::missing_field: return missing_remedy(expected, *difference.expected_field, actual);
    case Rule::width:
        // The target chooses the width of a pointer, so another spelling would not help.
        if (difference.expected_field->type.host_sized) return "";
        [[fallthrough]];
    case Rule::signedness: return "declare `" + difference.field + "` as " + type_text(*difference.expected_field);
    case Rule::alignment: return "state the alignment: " + difference.expected;
    case Rule::unknown:
        if (is_generated_name(difference.field))
            return "add a witness that sees the members of the union (clang, dwarf)";
        if (difference.actual_field->bit_width)
            return "add a witness that knows the kind of a bit-field (clang, dwarf)";
        return "add a witness that knows the type of `" + difference.field + "` (dwarf, clang), or declare it as " +
               type_text(*difference.expected_field);
    case Rule::order_unstated:
        if (difference.actual_field->type.spelling.empty())
            return "add a witness that sees names of types (clang, dwarf)";
        return "declare `" + difference.field +
               "` as a type whose name states the order, or name its type in \"byte_order_types\"";
    case Rule::newer: return "add what was appended to the spec, with the version that has it in \"since\"";
    case Rule::unverified:
        return "declare it under its name in the spec, or add a witness that lists members (clang, dwarf)";
    case Rule::renamed: return "call it `" + difference.expected + "`, or change the spec";
    default: return "";
    }
}

}  // namespace abi

#include "check/nameless.h"

#include <algorithm>

namespace abi {
namespace {

bool has_nameless_type(const Field& field) {
    return field.type.kind == Kind::record && field.type.name.empty();
}

bool lies_in(const Field& inner, const Field& outer) {
    return inner.offset_bits >= outer.offset_bits &&
           inner.offset_bits + size_bits(inner) <= outer.offset_bits + size_bits(outer);
}

bool is_extra_without_name(const Difference& difference) {
    return difference.rule == Rule::extra_field && is_found_without_name(*difference.actual_field);
}

}  // namespace

bool is_found_without_name(const Field& field) {
    return field.name.starts_with("(unnamed at byte ");
}

void fold_members_without_name(std::vector<Difference>& differences) {
    std::vector<const Field*> folded;
    for (auto& missing : differences) {
        if (missing.rule != Rule::missing_field) continue;
        for (const auto& extra : differences) {
            if (!is_extra_without_name(extra) || !lies_in(*extra.actual_field, *missing.expected_field)) continue;
            missing.actual = "a field of another name";
            folded.push_back(extra.actual_field);
        }
    }
    std::erase_if(differences, [&](const Difference& one) {
        return is_extra_without_name(one) && std::ranges::find(folded, one.actual_field) != folded.end();
    });
}

bool is_nameless(const Difference& difference) {
    const Field* expected = difference.expected_field;
    const Field* actual = difference.actual_field;
    if (expected == nullptr || actual == nullptr) return false;
    if (difference.rule == Rule::extra_field) {
        return is_filler(*expected) && is_found_without_name(*actual) && lies_in(*actual, *expected);
    }
    return difference.rule == Rule::kind && expected->type.kind == Kind::record && has_nameless_type(*actual) &&
           size_bits(*expected) == size_bits(*actual);
}

void tell_nameless(Difference& difference) {
    if (difference.rule == Rule::kind) difference.actual = "a type without a name";
    difference.rule = Rule::unverified;
}

std::string holder_without_name(const RecordIndex& spec, const std::string& name, const RecordIndex& actual) {
    for (const Record* outer : spec.holders_of(name)) {
        const Record* seen = actual.find(outer->name);
        if (seen == nullptr) continue;
        for (const auto& field : outer->fields) {
            if (field.type.kind != Kind::record || field.type.name != name) continue;
            for (const auto& own : seen->fields) {
                if (own.name == field.name && has_nameless_type(own)) return outer->name + "." + field.name;
            }
        }
    }
    return "";
}

}  // namespace abi

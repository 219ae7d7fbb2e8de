#include "check/nameless.h"

namespace abi {
namespace {

bool has_nameless_type(const Field& field) {
    return field.type.kind == Kind::record && field.type.name.empty();
}

}  // namespace

bool is_nameless(const Difference& difference) {
    const Field* expected = difference.expected_field;
    const Field* actual = difference.actual_field;
    if (expected == nullptr || actual == nullptr) return false;
    if (difference.rule == Rule::extra_field) {
        return is_filler(*expected) && actual->name.starts_with("(unnamed at byte ") &&
               actual->offset_bits + size_bits(*actual) <= expected->offset_bits + size_bits(*expected);
    }
    return difference.rule == Rule::kind && expected->type.kind == Kind::record && has_nameless_type(*actual) &&
           size_bits(*expected) == size_bits(*actual);
}

void tell_nameless(Difference& difference) {
    if (difference.rule == Rule::kind) difference.actual = "a type without a name";
    difference.rule = Rule::unverified;
}

std::string holder_without_name(const Layout& spec, const std::string& name, const Layout& actual) {
    for (const auto& outer : spec.records) {
        const Record* seen = find_record(actual, outer.name);
        if (seen == nullptr) continue;
        for (const auto& field : outer.fields) {
            if (field.type.kind != Kind::record || field.type.name != name) continue;
            for (const auto& own : seen->fields) {
                if (own.name == field.name && has_nameless_type(own)) return outer.name + "." + field.name;
            }
        }
    }
    return "";
}

}  // namespace abi

#include "check/nameless.h"

#include <algorithm>

#include "check/nested.h"
#include "model/words.h"

namespace abi {
namespace {

bool has_nameless_type(const Field& field) {
    return field.type.kind == Kind::record && field.type.name.empty();
}

bool is_extra_without_name(const Difference& difference) {
    return difference.rule == Rule::extra_field && is_found_without_name(*difference.actual_field);
}

/// The field of the layer in a difference that is a union's memory under a name that a generator made up; else null.
const Field* memory_of_union(const Difference& difference) {
    const Field* field = difference.actual_field;
    if (field == nullptr || (difference.rule != Rule::extra_field && difference.rule != Rule::renamed)) return nullptr;
    const bool is_memory = field->type.width_bits == 8 && !field->type.extents.empty() &&
                           (field->type.kind == Kind::byte || field->type.kind == Kind::unsigned_integer);
    return is_memory && is_generated_name(field->name) ? field : nullptr;
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

void fold_memory_of_unions(std::vector<Difference>& differences) {
    for (std::size_t at = 0; at < differences.size(); ++at) {
        const Field* memory = memory_of_union(differences[at]);
        const auto is_missing_there = [&](const Difference& one) {
            return one.rule == Rule::missing_field && memory != nullptr && lies_in(*one.expected_field, *memory);
        };
        if (std::ranges::none_of(differences, is_missing_there)) continue;
        std::vector<std::string> alternatives;
        const Field* first = nullptr;
        std::erase_if(differences, [&](const Difference& one) {
            const bool is_missing = is_missing_there(one);
            if (is_missing || (one.rule == Rule::renamed && memory_of_union(one) == memory)) {
                alternatives.push_back(one.expected_field->name);
                if (first == nullptr) first = one.expected_field;
            }
            return is_missing || memory_of_union(one) == memory;
        });
        const auto found = to_string(memory->type) + ", memory without a name";
        const Difference made{Rule::unknown, memory->name, join(alternatives, " or "), found, first, memory};
        differences.insert(differences.begin() + static_cast<std::ptrdiff_t>(std::min(at, differences.size())), made);
    }
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

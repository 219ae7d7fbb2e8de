#include "check/field_aliases.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "model/find.h"

namespace abi {
namespace {

/// Takes "Record." from the front of a path; returns whether it was there.
bool take_record(std::string& path, std::string_view record) {
    const bool is_of = path.size() > record.size() + 1 && path.starts_with(record) && path[record.size()] == '.';
    if (is_of) path.erase(0, record.size() + 1);
    return is_of;
}

/// The names of the record in the layer and in the spec.
std::vector<std::string> names_of(const WitnessAnswer& answer, const std::string& record) {
    std::vector<std::string> names{record};
    for (const auto& [own, meant] : answer.source_names) {
        if (meant == record) names.push_back(own);
    }
    return names;
}

}  // namespace

std::map<std::string, std::string> field_aliases(const WitnessAnswer& answer, const Record& expected) {
    std::map<std::string, std::string> found;
    if (answer.aliases.empty()) return found;
    const auto names = names_of(answer, expected.name);
    for (const auto& [key, meant] : answer.aliases) {
        std::string own = key;
        std::string field = meant;
        take_record(field, expected.name);
        for (const auto& name : names) {
            if (take_record(own, name)) break;
        }
        if (find_named(expected.fields, field) != nullptr) found.emplace(std::move(own), std::move(field));
    }
    return found;
}

}  // namespace abi

#include "read/probe/zig_names.h"

#include <array>
#include <map>
#include <optional>
#include <set>

namespace abi::probe {
namespace {

/// "l.R" of "l.R__union_312"; nothing if the name has no number.
std::optional<std::string> without_number(const std::string& name) {
    const auto digits = name.find_last_not_of("0123456789") + 1;
    if (digits == name.size()) return std::nullopt;
    const auto stem = std::string_view(name).substr(0, digits);
    for (const std::string_view word : {"__struct_", "__union_", "__enum_", "__opaque_"}) {
        if (stem.ends_with(word) && stem.size() > word.size()) {
            return std::string(stem.substr(0, stem.size() - word.size()));
        }
    }
    return std::nullopt;
}

/// Whether a type of that stem is declared within the record: in Zig 0.13 the stem repeats the record's last name.
bool is_within(const std::string& stem, const std::string& record) {
    return stem == record || stem == record + "." + record.substr(record.rfind('.') + 1);
}

class Names {
  public:
    /// Names the type of a field, if it has a number and no other field named it.
    void add(const FieldAnswer& answer, const std::string& record) {
        const auto& type = answer.field.type.name;
        const auto stem = without_number(type);
        if (!stem || names_.contains(type)) return;
        const auto name = is_within(*stem, record) ? stable(record) + "." + answer.name : *stem;
        names_.emplace(type, taken_.insert(name).second ? name : type);
    }
    std::string stable(const std::string& name) const {
        const auto found = names_.find(name);
        return found == names_.end() ? name : found->second;
    }

  private:
    std::map<std::string, std::string> names_;  // by the compiler's name
    std::set<std::string> taken_;
};

}  // namespace

void name_by_fields(Answers& answers) {
    std::map<std::uint64_t, std::string> records;  // the compiler's names, by item
    for (const auto& record : answers.records) records.emplace(record.item, record.name);
    Names names;
    for (const auto& answer : answers.fields) names.add(answer, records[answer.record]);  // outer records come first
    for (auto& answer : answers.fields) answer.field.type.name = names.stable(answer.field.type.name);
    for (auto& record : answers.records) record.name = names.stable(record.name);
}

}  // namespace abi::probe

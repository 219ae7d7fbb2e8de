#include "check/match.h"

#include <algorithm>
#include <set>

#include "check/compare.h"

namespace abi {
namespace {

std::string last_component(const std::string& name) {
    const auto at = name.find_last_of(":.");
    return at == std::string::npos ? name : name.substr(at + 1);
}

struct Names {
    std::set<std::string> known;
    const std::map<std::string, std::string>& aliases;
    std::set<std::string> aliased;    // names of the spec that an alias gives to a record of the layer
    std::set<std::string> strangers;  // of those: names that another record of the layer has
    std::set<std::string>
        namesakes;  // qualified names that end in an alias, of records that differ from the aliased one
    std::set<std::string> outermost;  // names of constants that the layer has outside of every scope

    std::string operator()(const std::string& name) const {
        if (const auto alias = aliases.find(name); alias != aliases.end()) return alias->second;
        if (strangers.contains(name)) return "::" + name;
        if (namesakes.contains(name)) return name;
        const std::string last = last_component(name);
        if (const auto alias = aliases.find(last); alias != aliases.end()) return alias->second;
        return known.contains(last) && !aliased.contains(last) ? last : name;
    }

    /// Of a constant. MAX means the one outside of every scope if there is one, and not `gui::MAX`.
    std::string of_constant(const std::string& name) const {
        const auto last = last_component(name);
        if (aliases.contains(name)) return (*this)(name);
        if (aliased.contains(name)) return "::" + name;
        return last != name && outermost.contains(last) ? name : (*this)(name);
    }
};

/// The names that an alias gives to an enumeration or a constant of the layer belong to these alone.
void note_aliased_values(const Layout& layout, Names& names) {
    const auto note = [&](const auto& one) {
        const auto alias = names.aliases.find(one.name);
        if (alias != names.aliases.end()) names.aliased.insert(alias->second);
    };
    std::ranges::for_each(layout.enums, note);
    std::ranges::for_each(layout.constants, note);
    for (const auto& one : layout.constants) {
        if (last_component(one.name) == one.name) names.outermost.insert(one.name);
    }
}

std::set<std::string> names_of(const Layout& spec) {
    std::set<std::string> names;
    for (const auto& record : spec.records) names.insert(record.name);
    for (const auto& one : spec.enums) names.insert(one.name);
    for (auto& one : values_of(spec)) names.insert(std::move(one.name));
    return names;
}

void rename(Record& record, const Names& spec_name) {
    record.name = spec_name(record.name);
    for (auto& field : record.fields) {
        if (!field.type.name.empty()) field.type.name = spec_name(field.type.name);
    }
}

}  // namespace

void use_spec_names(WitnessAnswer& answer, const Layout& spec, const std::map<std::string, std::string>& aliases) {
    Names spec_name{names_of(spec), aliases, {}, {}, {}, {}};
    for (const auto& record : answer.layout.records) {
        const auto alias = aliases.find(record.name);
        if (alias == aliases.end()) continue;
        spec_name.aliased.insert(alias->second);
        // `typedef struct Packet {…} drv_packet` is one record with two names. If they differ, they are two records.
        const Record* namesake = find_record(answer.layout, alias->second);
        if (namesake == nullptr || aliases.contains(namesake->name)) continue;
        if (namesake->size_bytes && record.size_bytes && !compare_records(record, *namesake).empty()) {
            spec_name.strangers.insert(namesake->name);
        }
    }
    // A program also holds the records of its libraries: "Packet" is not "library::Packet".
    for (const auto& record : answer.layout.records) {
        const std::string last = last_component(record.name);
        if (last == record.name || aliases.contains(record.name) || !aliases.contains(last)) continue;
        const Record* named = find_record(answer.layout, last);
        if (named != nullptr && named->size_bytes && record.size_bytes && !compare_records(record, *named).empty()) {
            spec_name.namesakes.insert(record.name);
        }
    }

    std::vector<Record> records;
    for (auto& record : answer.layout.records) {
        const std::string own_name = record.name;
        rename(record, spec_name);
        if (record.name != own_name) answer.source_names.emplace(own_name, record.name);
        const auto twin = std::ranges::find(records, record.name, &Record::name);
        if (twin == records.end()) {
            records.push_back(std::move(record));
        } else if (!twin->size_bytes) {
            *twin = std::move(record);  // the first one was a declaration without a definition
        } else if (record.size_bytes && !compare_records(*twin, record).empty()) {
            answer.other_definitions.push_back(std::move(record));
        }
    }
    answer.layout.records = std::move(records);
    for (auto& record : answer.other_definitions) rename(record, spec_name);
    note_aliased_values(answer.layout, spec_name);
    for (auto& one : answer.layout.enums) {
        one.name = spec_name(one.name);
        for (auto& enumerator : one.enumerators) enumerator.name = spec_name(enumerator.name);
    }
    for (auto& constant : answer.layout.constants) constant.name = spec_name.of_constant(constant.name);
}

}  // namespace abi

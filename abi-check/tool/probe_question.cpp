#include "tool/probe_question.h"

#include <algorithm>
#include <map>
#include <set>

#include "check/match.h"

namespace abi {
namespace {

/// The layer's own names for a name of the spec.
std::vector<std::string> names_in_source(const Layer& layer, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& [own, meant] : layer.aliases) {
        if (meant == name) names.push_back(own);
    }
    names.push_back(name);
    return names;
}

std::string first_name_in_source(const Layer& layer, const std::string& name) {
    return names_in_source(layer, name).front();
}

/// The spec's fields that another witness did not see: an object may be older than the sources.
void add_fields(const Layer& layer, const Record& specified, Record& wanted) {
    for (auto field : specified.fields) {
        if (std::ranges::count(wanted.fields, field.name, &Field::name) != 0) continue;
        if (field.type.kind == Kind::record) field.type.name = first_name_in_source(layer, field.type.name);
        wanted.fields.push_back(std::move(field));
    }
}

void add_as_seen(const Layout& spec, const Layer& layer, const Testimony& asked, const Testimony& seen,
                 std::set<std::string>& known, ProbeQuestion& question) {
    Testimony renamed;
    renamed.layout = seen.layout;
    use_spec_names(renamed, spec, layer.aliases);
    for (const auto& record : seen.layout.records) {
        const auto meant = renamed.source_names.find(record.name);
        const std::string& name = meant == renamed.source_names.end() ? record.name : meant->second;
        const bool is_asked = std::ranges::find(asked.records, name) != asked.records.end();
        if (!is_asked || record.fields.empty() || !known.insert(name).second) continue;
        question.records.push_back(record);
        if (const auto* specified = find_record(spec, name)) add_fields(layer, *specified, question.records.back());
    }
}

void add_as_specified(const Layer& layer, const Record& record, ProbeQuestion& question) {
    Record wanted = record;
    for (auto& field : wanted.fields) {
        if (field.type.kind == Kind::record) field.type.name = first_name_in_source(layer, field.type.name);
    }
    for (const auto& name : names_in_source(layer, record.name)) {
        wanted.name = name;
        question.records.push_back(wanted);
    }
}

}  // namespace

ProbeQuestion ask_for(const Layout& spec, const Layer& layer, const Testimony& asked, std::span<const Testimony> seen) {
    ProbeQuestion question;
    std::set<std::string> known;
    for (const auto& testimony : seen) add_as_seen(spec, layer, asked, testimony, known, question);
    for (const auto& record : spec.records) {
        const bool is_asked = std::ranges::find(asked.records, record.name) != asked.records.end();
        const bool exists =
            record.targets.empty() || std::ranges::find(record.targets, asked.target) != record.targets.end();
        if (is_asked && exists && !known.contains(record.name)) add_as_specified(layer, record, question);
    }
    const auto add_constant = [&](const std::string& name, const Type& type) {
        if (std::ranges::find(asked.constants, name) == asked.constants.end()) return;
        for (const auto& own : names_in_source(layer, name)) {
            Constant constant;
            constant.name = own;
            constant.type = type;
            question.constants.push_back(std::move(constant));
        }
    };
    for (const auto& constant : spec.constants) add_constant(constant.name, constant.type);
    for (const auto& one : spec.enums) {
        for (const auto& enumerator : one.enumerators) add_constant(enumerator.name, one.type);
    }
    return question;
}

}  // namespace abi

#include "tool/probe_question.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "check/match.h"
#include "gen/words.h"
#include "model/find.h"
#include "model/readers.h"
#include "read/probe/source_names.h"
#include "specfile/layer_request.h"
#include "tool/named_layout.h"

namespace abi {
namespace {

/// The layer's own names for a name of the spec.
std::vector<std::string> names_in_source(const Layer& layer, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& [own, meant] : layer.aliases) {
        if (meant == name && own.find('*') == std::string::npos) names.push_back(own);
    }
    names.push_back(name);
    return names;
}

std::string first_name_in_source(const Layer& layer, const std::string& name) {
    return names_in_source(layer, name).front();
}

/// The prefixes of generated names: in C++ each spec has a namespace.
std::vector<std::string> spaces_of(const GeneratedNames& generated) {
    std::vector<std::string> spaces;
    if (generated.language != "cpp") return spaces;
    for (const auto& spec : generated.specs) spaces.push_back(gen::as_identifier(spec) + "::");
    return spaces;
}

void add_once(std::string name, std::vector<std::string>& names) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
}

std::vector<std::string> constant_names(const Layer& layer, const GeneratedNames& generated, const std::string& name) {
    auto names = names_in_source(layer, name);
    for (const auto& space : spaces_of(generated)) add_once(space + name, names);
    return names;
}

std::vector<std::string> enumerator_names(const Layer& layer, const GeneratedNames& generated, const Enum& one,
                                          const std::string& name) {
    auto names = constant_names(layer, generated, name);
    const auto* const language = find_named(probe_languages, generated.language);
    if (language == nullptr || language->value_separator.empty()) return names;
    auto owners = names_in_source(layer, one.name);
    for (const auto& space : spaces_of(generated)) add_once(space + one.name, owners);
    for (const auto& owner : owners) add_once(owner + std::string(language->value_separator) + name, names);
    return names;
}

/// Adds the fields of the spec that the other witness did not see: an object may be older than the sources.
void add_fields(const Layer& layer, const Record& specified, Record& wanted) {
    for (auto field : specified.fields) {
        if (std::ranges::count(wanted.fields, field.name, &Field::name) != 0) continue;
        if (field.type.kind == Kind::record) field.type.name = first_name_in_source(layer, field.type.name);
        wanted.fields.push_back(std::move(field));
    }
}

/// Calls `use` with each record that a witness saw, and the spec's name for it.
template <typename Use>
void for_each_seen(const Layout& spec, const Layer& layer, const WitnessAnswer& seen, const Use& use) {
    WitnessAnswer renamed;
    renamed.layout = seen.layout;
    use_spec_names(renamed, spec, aliases_of(layer, seen.layout));
    for (const auto& record : seen.layout.records) {
        const auto meant = renamed.source_names.find(record.name);
        use(record, meant == renamed.source_names.end() ? record.name : meant->second);
    }
}

void add_as_seen(const Layout& spec, const Layer& layer, const WitnessAnswer& asked, const WitnessAnswer& seen,
                 std::set<std::string>& known, ProbeQuestion& question) {
    for_each_seen(spec, layer, seen, [&](const Record& record, const std::string& name) {
        const bool is_asked = std::ranges::find(asked.records, name) != asked.records.end();
        if (!is_asked || record.fields.empty() || !known.insert(name).second) return;
        question.records.push_back(record);
        question.meant.emplace(record.name, name);
        if (const auto* specified = find_record(spec, name)) add_fields(layer, *specified, question.records.back());
    });
}

/// Asks for a record under one name. `inner` returns the names of the records nested in it.
template <typename Inner>
void add_named(const Record& record, const std::string& name, const Inner& inner, ProbeQuestion& question) {
    if (std::ranges::find(question.records, name, &Record::name) != question.records.end()) return;
    Record wanted = record;
    wanted.name = name;
    for (auto& field : wanted.fields) {
        if (field.type.kind == Kind::record) field.type.name = inner(field.type.name);
    }
    question.records.push_back(std::move(wanted));
}

void add_as_specified(const Layer& layer, const GeneratedNames& generated, const Record& record,
                      ProbeQuestion& question) {
    const auto own = [&](const std::string& name) { return first_name_in_source(layer, name); };
    for (const auto& name : names_in_source(layer, record.name)) add_named(record, name, own, question);
    for (const auto& space : spaces_of(generated)) {
        const auto inside = [&](const std::string& name) { return space + name; };
        add_named(record, space + record.name, inside, question);
    }
}

/// Asks for an enumeration under each name that the layer may have for it, if the layer must know one of its values.
void add_enum(const Layer& layer, const GeneratedNames& generated, const WitnessAnswer& asked, const Enum& one,
              ProbeQuestion& question) {
    const bool is_asked = std::ranges::any_of(one.enumerators, [&](const Enumerator& value) {
        return std::ranges::find(asked.constants, value.name) != asked.constants.end();
    });
    const bool is_left_out = contains(asked.enums_left_out, one.name);
    if (is_left_out || (!is_asked && !one.enumerators.empty())) return;
    auto names = names_in_source(layer, one.name);
    for (const auto& space : spaces_of(generated)) add_once(space + one.name, names);
    Enum wanted = one;
    wanted.enumerators.clear();
    for (const auto& value : one.enumerators) {
        for (const auto& name : names_in_source(layer, value.name)) {
            wanted.enumerators.push_back({.name = name, .value = value.value, .doc = "", .place = {}});
        }
    }
    for (const auto& name : names) {
        wanted.name = name;
        question.enums.push_back(wanted);
    }
}

}  // namespace

ProbeQuestion ask_for(const Layout& spec, const Layer& layer, const WitnessAnswer& asked,
                      std::span<const WitnessAnswer> seen, const GeneratedNames& generated) {
    ProbeQuestion question;
    std::set<std::string> known;
    for (const auto& answer : seen) add_as_seen(spec, layer, asked, answer, known, question);
    for (const auto& record : spec.records) {
        const bool is_asked = std::ranges::find(asked.records, record.name) != asked.records.end();
        if (is_asked && !known.contains(record.name)) add_as_specified(layer, generated, record, question);
    }
    const auto add = [&](const std::string& name, const Type& type, const std::vector<std::string>& names) {
        if (std::ranges::find(asked.constants, name) == asked.constants.end()) return;
        for (const auto& own : names) {
            Constant constant;
            constant.name = own;
            constant.type = type;
            question.constants.push_back(std::move(constant));
        }
    };
    for (const auto& constant : spec.constants) {
        add(constant.name, constant.type, constant_names(layer, generated, constant.name));
    }
    for (const auto& one : spec.enums) add_enum(layer, generated, asked, one, question);
    for (const auto& one : spec.enums) {
        for (const auto& enumerator : one.enumerators) {
            add(enumerator.name, one.type, enumerator_names(layer, generated, one, enumerator.name));
        }
    }
    return question;
}

std::vector<std::string> names_to_ask(const Layout& spec, const Layer& layer, const GeneratedNames& generated,
                                      const Claim& claim) {
    const bool is_constant = claim.what == Claim::What::constant || claim.what == Claim::What::value;
    const auto* const owner = is_constant ? find_named(spec.enums, claim.field) : nullptr;
    if (owner == nullptr) return constant_names(layer, generated, claim.name);
    auto names = enumerator_names(layer, generated, *owner, claim.name);
    // The name alone may mean the enumerator of another enumeration.
    const auto count = std::ranges::count_if(
        spec.enums, [&](const Enum& one) { return find_named(one.enumerators, claim.name) != nullptr; });
    if (count > 1) std::erase(names, claim.name);
    return names;
}

ProbeQuestion ask_for_text(const probe::Request& request) {
    ProbeQuestion question;
    if (request.files.empty()) return question;
    auto layout = layout_of_names(probe::source_names(request));
    question.records = std::move(layout.records);
    question.enums = std::move(layout.enums);
    question.constants = std::move(layout.constants);
    const bool is_empty = question.records.empty() && question.enums.empty() && question.constants.empty();
    // A source with an error may show no names. The compiler is asked all the same, so that the error is seen.
    if (is_empty) question.records.emplace_back().name = "abi_check_no_such_record";
    return question;
}

ProbeQuestion ask_again(const Layout& spec, const Layer& layer, std::span<const WitnessAnswer> seen,
                        const ProbeQuestion& first, const Layout& found, const GeneratedNames& generated) {
    ProbeQuestion question;
    std::set<std::string> missing;
    for (const auto& [own, name] : first.meant) {
        if (find_record(found, own) != nullptr) continue;
        missing.insert(name);
        const auto* specified = find_record(spec, name);
        if (specified != nullptr) add_as_specified(layer, generated, *specified, question);
    }
    const auto same = [](const std::string& name) { return name; };
    for (const auto& answer : seen) {
        for_each_seen(spec, layer, answer, [&](const Record& record, const std::string& name) {
            if (missing.contains(name) && !record.fields.empty()) add_named(record, record.name, same, question);
        });
    }
    std::erase_if(question.records, [&](const Record& record) {
        return std::ranges::find(first.records, record.name, &Record::name) != first.records.end();
    });
    return question;
}

}  // namespace abi

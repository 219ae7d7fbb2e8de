#include "specfile/layer_request.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <numeric>
#include <set>
#include <string_view>
#include <unordered_map>

#include "llvm/TargetParser/Triple.h"
#include "model/find.h"
#include "model/words.h"
#include "specfile/glob.h"
#include "specfile/suggest.h"

namespace abi {
namespace {

using Strings = std::vector<std::string>;

bool matches_any(const Strings& globs, const std::string& name) {
    return std::ranges::any_of(globs, [&](const auto& glob) { return matches_glob(glob, name); });
}

/// A record has its name once for each of its layouts.
using RecordsByName = std::unordered_multimap<std::string_view, const Record*>;

/// Adds a record and the records nested in it: their fields are its bytes, too.
void add_nested(const RecordsByName& records, const Record& record, std::set<std::string>& names) {
    names.insert(record.name);
    for (const auto& field : record.fields) {
        if (field.type.kind != Kind::record || names.contains(field.type.name)) continue;
        const auto [first, last] = records.equal_range(field.type.name);
        for (auto nested = first; nested != last; ++nested) add_nested(records, *nested->second, names);
    }
}

/// The records that a pattern matches, and all records nested in them. Sorted.
Strings records_that_match(const Layout& spec, const Strings& globs) {
    RecordsByName records;
    for (const auto& record : spec.records) records.emplace(record.name, &record);
    std::set<std::string> names;
    for (const auto& record : spec.records) {
        if (matches_any(globs, record.name)) add_nested(records, record, names);
    }
    return {names.begin(), names.end()};
}

Strings names_of_types(const Layout& spec) {
    Strings names;
    for (const auto& record : spec.records) names.push_back(record.name);
    for (const auto& one : spec.enums) names.push_back(one.name);
    return names;
}

Strings names_of_values(const Layout& spec) {
    Strings names;
    std::set<std::string> seen;
    for (auto& one : values_of(spec)) {
        // Constants for several targets and enumerators of several enumerations may share a name.
        if (seen.insert(one.name).second) names.push_back(std::move(one.name));
    }
    return names;
}

bool is_versioned(const Field& field) {
    return !field.since.empty();
}

/// Names that an alias may also mean: fields ("Event.tv_sec", "tv_sec") and scoped enumerators ("Op.exec").
Strings names_of_members(const Layout& spec) {
    Strings names;
    const auto add = [&](const std::string& owner, const auto& members) {
        for (const auto& member : members) {
            names.push_back(member.name);
            names.push_back(owner + "." + member.name);
        }
    };
    for (const auto& record : spec.records) add(record.name, record.fields);
    for (const auto& one : spec.enums) add(one.name, one.enumerators);
    return names;
}

/// The targets that the inputs of the layer name, each once.
Strings targets_of_inputs(const Layer& layer) {
    Strings targets;
    for (const auto& witness : layer.witnesses) {
        for (const auto& input : witness.inputs) {
            for (const auto& target : input.targets) {
                if (!contains(targets, target)) targets.push_back(target);
            }
        }
    }
    return targets;
}

void check_layer(const Layout& spec, const Layer& layer, const Strings& types, const Strings& values,
                 std::vector<Problem>& problems) {
    const auto check = [&](const std::string& pattern, const Strings& names, const std::string& what) {
        const bool matches = std::ranges::any_of(names, [&](const auto& name) { return matches_glob(pattern, name); });
        if (matches || pattern == "*") return;
        problems.push_back({layer.place, "", what + " of a spec in layer " + layer.name,
                            "\"" + pattern + "\"" + did_you_mean(pattern, names)});
    };
    Strings all = types;
    all.insert(all.end(), values.begin(), values.end());
    for (const auto& pattern : layer.records) check(pattern, types, "a record");
    for (const auto& pattern : layer.constants) check(pattern, values, "a constant");
    const Strings own = records_of(spec, layer);
    for (const auto& witness : layer.witnesses) {
        for (const auto& pattern : witness.records) check(pattern, own, "for " + witness.reader + " a record");
    }
    const bool has_versions = std::ranges::any_of(
        spec.records, [](const Record& record) { return std::ranges::any_of(record.fields, is_versioned); });
    if (!layer.version.empty() && !has_versions) {
        problems.push_back({layer.place, "",
                            "a spec with fields that have \"since\", for the \"version\" of layer " + layer.name,
                            "none"});
    }
    if (layer.aliases.empty()) return;
    const Strings members = names_of_members(spec);
    for (const auto& [alias, name] : layer.aliases) {
        if (!contains(members, name)) check(name, all, "a name");
    }
}

std::string without_digits(std::string name) {
    std::erase_if(name, [](unsigned char each) { return std::isdigit(each) != 0; });
    return name;
}

/// Whether two targets are siblings, and neither name is the other one misspelled: riscv32 and riscv64, i386 and i686,
/// mips64 and mipsel, arm and armv7, board1 and board2. x86_46 is no machine, so it is x86_64 misspelled.
bool are_siblings(const std::string& one, const std::string& other) {
    const auto arch = llvm::Triple(one).getArch();
    const auto other_arch = llvm::Triple(other).getArch();
    const bool is_unknown = arch == llvm::Triple::UnknownArch && other_arch != llvm::Triple::UnknownArch;
    if (!is_unknown && without_digits(one) == without_digits(other)) return true;
    if (arch == llvm::Triple::UnknownArch || other_arch == llvm::Triple::UnknownArch) return false;
    return arch != other_arch || other.starts_with(one) || one.starts_with(other);
}

/// A target of a record need not be in the configuration, unless it looks like a misspelled one that is.
void check_targets(const Record& record, const Strings& targets, std::vector<Problem>& problems) {
    for (const auto& target : record.targets) {
        Strings others;  // that the record does not name already, and that may be meant
        std::ranges::copy_if(targets, std::back_inserter(others), [&](const auto& other) {
            return !contains(record.targets, other) && !are_siblings(target, other);
        });
        const std::string hint = did_you_mean(target, others);
        if (contains(targets, target) || hint.empty()) continue;
        problems.push_back(
            {record.place, "", "a target of the configuration in " + record.name, "\"" + target + "\"" + hint});
    }
}

}  // namespace

Strings records_of(const Layout& spec, const Layer& layer) {
    return records_that_match(spec, layer.records);
}

Strings records_of(const Layout& spec, const Layer& layer, const Witness& witness) {
    const auto all = records_of(spec, layer);
    Strings names = records_that_match(spec, witness.records);
    std::erase_if(names, [&](const auto& name) { return !std::ranges::binary_search(all, name); });
    return names;
}

Strings enums_left_out(const Layout& spec, const Layer& layer) {
    const auto records = records_of(spec, layer);
    std::set<std::string> held;
    for (const auto& record : spec.records) {
        if (!std::ranges::binary_search(records, record.name)) continue;
        for (const auto& field : record.fields) held.insert(field.type.name);
    }
    Strings names;
    std::set<std::string_view> known;
    for (const auto& one : spec.enums) {
        const bool is_asked = held.contains(one.name) || matches_any(layer.records, one.name);
        if (!is_asked && known.insert(one.name).second) names.push_back(one.name);
    }
    return names;
}

Strings constants_of(const Layout& spec, const Layer& layer) {
    const auto names_left_out = layer.names_constants ? Strings() : enums_left_out(spec, layer);
    const std::set<std::string_view> left_out(names_left_out.begin(), names_left_out.end());
    std::set<std::string> asked;
    for (const auto& one : values_of(spec)) {
        if (!left_out.contains(one.owner) && matches_any(layer.constants, one.name)) asked.insert(one.name);
    }
    Strings names = names_of_values(spec);
    std::erase_if(names, [&](const auto& name) { return !asked.contains(name); });
    return names;
}

Strings names_to_read(const Layout& spec, const Layer& layer, const Strings& records, const Strings& constants) {
    std::set<std::string> names(records.begin(), records.end());
    names.insert(constants.begin(), constants.end());
    for (const auto& one : spec.enums) names.insert(one.name);
    for (const auto& [alias, name] : layer.aliases) {
        if (alias.find('*') == std::string::npos) names.insert(alias);
    }
    return {names.begin(), names.end()};
}

std::map<std::string, std::string> aliases_of(const Layer& layer, const Layout& own) {
    std::map<std::string, std::string> aliases;
    for (const auto& [alias, name] : layer.aliases) {
        const auto add = [&](const std::string& found) {
            if (matches_glob(alias, found)) aliases.emplace(found, name);
        };
        if (alias.find('*') == std::string::npos) {
            aliases.insert_or_assign(alias, name);
            continue;
        }
        for (const auto& record : own.records) {
            add(record.name);
            for (const auto& field : record.fields) {
                add(record.name + "." + field.name);
                add(field.name);
                if (field.type.kind == Kind::record) add(field.type.name);
            }
        }
        for (const auto& one : own.enums) add(one.name);
        for (const auto& one : own.constants) add(one.name);
    }
    return aliases;
}

std::string why_left_out(const Layer& layer, const std::string& target) {
    Strings targets = layer.targets;
    if (targets.empty()) {
        const auto has_some = [&](const Witness& witness) { return has_inputs(witness, target); };
        if (std::ranges::any_of(layer.witnesses, has_some)) return "";
        targets = targets_of_inputs(layer);
    }
    return contains(targets, target) ? "" : "layer " + layer.name + " is on " + join(targets) + " only";
}

std::vector<Witness> witnesses_on(const Layer& layer, const std::string& target) {
    std::vector<Witness> witnesses;
    for (const auto& one : layer.witnesses) {
        const bool is_single = std::ranges::count(layer.witnesses, one.reader, &Witness::reader) == 1;
        if (is_single || has_inputs(one, target)) witnesses.push_back(one);
    }
    return witnesses;
}

std::vector<std::size_t> order_of_asking(const std::vector<Witness>& witnesses) {
    std::vector<std::size_t> order(witnesses.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_partition(order, [&](std::size_t at) { return witnesses[at].reader != "probe"; });
    return order;
}

std::vector<Problem> check_layer_names(const Config& config, const Strings& targets, const Layout& spec) {
    std::vector<Problem> problems;
    const Strings types = names_of_types(spec);
    const Strings values = names_of_values(spec);
    for (const auto& layer : config.layers) check_layer(spec, layer, types, values, problems);
    for (const auto& record : spec.records) check_targets(record, targets, problems);
    return problems;
}

}  // namespace abi

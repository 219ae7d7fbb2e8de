#include "check/match.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "check/compare.h"
#include "check/last_part.h"
#include "check/leaves.h"
#include "check/nested.h"
#include "check/odr.h"
#include "model/name_index.h"
#include "model/on_target.h"

namespace abi {
namespace {

struct Names {
    std::set<std::string> known;
    const std::map<std::string, std::string>& aliases;
    std::set<std::string> aliased;    // names of the spec that an alias gives to a record of the layer
    std::set<std::string> strangers;  // of those: names that another record of the layer has
    std::set<std::string>
        namesakes;  // qualified names that end in an alias, of records that differ from the aliased one
    std::set<std::string> outermost;  // names of constants and enumerators that the layer has outside of every scope

    std::string operator()(const std::string& name) const {
        if (const auto alias = aliases.find(name); alias != aliases.end()) return alias->second;
        if (strangers.contains(name)) return "::" + name;
        if (namesakes.contains(name)) return name;
        const std::string last(last_part(name));
        if (const auto alias = aliases.find(last); alias != aliases.end()) return alias->second;
        return known.contains(last) && !aliased.contains(last) ? last : name;
    }

    /// Of a constant. MAX means the one outside of every scope if there is one, and not `gui::MAX`.
    std::string of_constant(const std::string& name) const {
        const std::string last(last_part(name));
        if (aliases.contains(name)) return (*this)(name);
        if (aliased.contains(name)) return "::" + name;
        return last != name && outermost.contains(last) ? name : (*this)(name);
    }
};

/// Whether the enumerators are names outside of every scope: those of an unscoped enumeration of C or C++. A probe does
/// not tell scoped ones of C++ from others, and neither does CodeView.
bool is_global(const Enum& one, const std::string& witness) {
    const bool is_seen = witness == "clang" || witness == "dwarf" || witness == "btf";
    return is_seen && !one.scoped && last_part(one.name) == one.name;
}

/// The names that an alias gives to an enumeration or a constant of the layer belong to these alone.
void note_aliased_values(const WitnessAnswer& answer, Names& names) {
    const auto& layout = answer.layout;
    const auto note = [&](const auto& one) {
        const auto alias = names.aliases.find(one.name);
        if (alias != names.aliases.end()) names.aliased.insert(alias->second);
    };
    std::ranges::for_each(layout.enums, note);
    std::ranges::for_each(layout.constants, note);
    for (const auto& one : layout.constants) {
        if (last_part(one.name) == one.name) names.outermost.insert(one.name);
    }
    for (const auto& one : layout.enums) {
        if (!is_global(one, answer.witness)) continue;
        for (const auto& enumerator : one.enumerators) names.outermost.insert(enumerator.name);
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

/// Whether two declarations of one name differ in more than the form.
bool differ(const Record& one, const Record& other) {
    return !differences_of_definitions(one, other).empty();
}

/// The fields of a layer's record that is nested where the spec nests `expected`: by name, else by place.
const Field* nested_like(const Field& expected, const Record& actual) {
    const auto is_like = [&](const Field& field) {
        return field.type.kind == Kind::record && field.type.extents.size() == expected.type.extents.size();
    };
    for (const auto& field : actual.fields) {
        if (is_like(field) && field.name == expected.name) return &field;
    }
    const auto same = std::ranges::find_if(actual.fields, [&](const Field& field) {
        return is_like(field) && field.offset_bits == expected.offset_bits && size_bits(field) == size_bits(expected);
    });
    return same == actual.fields.end() ? nullptr : &*same;
}

/// Gives records that are nested in records of the spec the names that the spec has for them.
struct NestedNames {
    WitnessAnswer& answer;
    const Layout& spec;
    const std::set<std::string>& known;
    std::map<std::string, std::string> names = {};  // of the layer -> of the spec
    NameIndex<Record> wanted_records{spec.records};
    std::unordered_map<std::string, std::size_t> own_names = {};  // of the records of the layer, and where they are

    bool is_nested_without_record(const Field& field) const {
        return field.type.kind == Kind::record && wanted_records.find(field.type.name) != nullptr &&
               !own_names.contains(field.type.name);
    }

    /// Null if there is none.
    const Record* own_record(const std::string& name) const {
        const auto own = own_names.find(name);
        return own == own_names.end() ? nullptr : &answer.layout.records[own->second];
    }

    /// Whether the record of the spec and the one of the layer have the same bytes.
    bool are_equal(const Type& expected, const Type& actual) const {
        const Record* wanted = wanted_records.find(expected.name);
        const Record* seen = own_record(actual.name);
        return wanted != nullptr && seen != nullptr && wanted->size_bytes == seen->size_bytes &&
               differences_of_bytes({*wanted, wanted_records}, {*seen, {answer.layout.records, own_names}}).empty();
    }

    void find_in(const Record& wanted, const Record& actual, bool only_equal) {
        for (const auto& expected : wanted.fields) {
            if (!is_nested_without_record(expected)) continue;
            const Field* field = nested_like(expected, actual);
            if (field == nullptr || known.contains(field->type.name)) continue;
            if (own_record(field->type.name) == nullptr) continue;
            const bool is_given =
                std::ranges::any_of(names, [&](const auto& n) { return n.second == expected.type.name; });
            if (is_given || (only_equal && !are_equal(expected.type, field->type))) continue;
            names.emplace(field->type.name, expected.type.name);
        }
    }

    void rename_all() {
        for (auto& record : answer.layout.records) {
            if (const auto to = names.find(record.name); to != names.end()) {
                answer.source_names.emplace(record.name, to->second);
                record.name = to->second;
            }
            for (auto& field : record.fields) {
                if (const auto to = names.find(field.type.name); to != names.end()) field.type.name = to->second;
            }
        }
    }

    /// Several records of the layer may lie where the spec nests one name. The one with the spec's bytes has it, so
    /// that a wrong one beside it changes nothing else.
    void find_all() {
        for (const bool only_equal : {true, false}) {
            for (const auto& wanted : spec.records) {
                if (std::ranges::none_of(wanted.fields, [&](const Field& f) { return is_nested_without_record(f); })) {
                    continue;
                }
                const Record* actual = own_record(wanted.name);
                if (actual != nullptr) find_in(wanted, *actual, only_equal);
            }
        }
    }

    /// A record that got its name may nest others, so the search is repeated.
    void give() {
        for (int depth = 0; depth < 16; ++depth) {
            names.clear();
            own_names.clear();
            for (const auto& record : answer.layout.records) own_names.try_emplace(record.name, own_names.size());
            find_all();
            if (names.empty()) return;
            rename_all();
        }
    }
};

/// Opens members without a name of their own, in records that the spec has.
void open_generated(Layout& layout, const Layout& spec) {
    const Layout before = layout;
    const NameIndex wanted_records(spec.records);
    const NameIndex own_records(before.records);
    for (auto& record : layout.records) {
        const Record* wanted = wanted_records.find(record.name);
        if (wanted == nullptr) continue;
        const bool has_generated = std::ranges::any_of(record.fields, [&](const Field& field) {
            return field.type.kind == Kind::record && is_generated_name(field.name) &&
                   std::ranges::count(wanted->fields, field.name, &Field::name) == 0;
        });
        if (has_generated) record = without_generated_names(record, own_records);
    }
}

/// The name of an enumerator: "PopVerdict.valid" and "PopVerdict::valid" are aliases of the one in this enumeration.
std::string enumerator_name(const std::string& owner, const std::string& name, const Names& spec_name) {
    for (const char* separator : {".", "::"}) {
        for (const auto& scope : {owner, std::string(last_part(owner))}) {
            const auto alias = spec_name.aliases.find(scope + separator + name);
            if (alias != spec_name.aliases.end()) return std::string(last_part(alias->second));
        }
    }
    return spec_name(name);
}

}  // namespace

void use_spec_names(WitnessAnswer& answer, const Layout& spec, const std::map<std::string, std::string>& aliases) {
    answer.aliases = aliases;
    Names spec_name{names_of(spec), aliases, {}, {}, {}, {}};
    for (const auto& record : answer.layout.records) {
        const auto alias = aliases.find(record.name);
        if (alias == aliases.end()) continue;
        spec_name.aliased.insert(alias->second);
        // `typedef struct Packet {…} drv_packet` is one record with two names. If they differ, they are two records.
        const Record* namesake = find_record(answer.layout, alias->second);
        if (namesake == nullptr || aliases.contains(namesake->name)) continue;
        if (namesake->size_bytes && record.size_bytes && differ(record, *namesake)) {
            spec_name.strangers.insert(namesake->name);
        }
    }
    // A program also holds the records of its libraries: "Packet" is not "library::Packet".
    for (const auto& record : answer.layout.records) {
        const std::string last(last_part(record.name));
        if (last == record.name || aliases.contains(record.name) || !aliases.contains(last)) continue;
        const Record* named = find_record(answer.layout, last);
        if (named != nullptr && named->size_bytes && record.size_bytes && differ(record, *named)) {
            spec_name.namesakes.insert(record.name);
        }
    }

    std::vector<Record> records;
    std::vector<std::string> own_names;  // of the records
    std::unordered_map<std::string, std::size_t> ranks;
    for (auto& record : answer.layout.records) {
        const std::string own_name = record.name;
        rename(record, spec_name);
        if (record.name != own_name) answer.source_names.emplace(own_name, record.name);
        const auto [rank, is_new] = ranks.try_emplace(record.name, records.size());
        if (is_new) {
            records.push_back(std::move(record));
            own_names.push_back(own_name);
        } else if (Record& twin = records[rank->second]; !twin.size_bytes) {
            twin = std::move(record);  // the first one was a declaration without a definition
            own_names[rank->second] = own_name;
        } else if (record.size_bytes && differ(twin, record)) {
            answer.namesakes[record.name].insert({own_names[rank->second], own_name});
            answer.other_definitions.push_back(std::move(record));
        }
    }
    answer.layout.records = std::move(records);
    const Layout here = on_target(spec, answer.target, answer.layout.byte_order);
    open_generated(answer.layout, here);
    NestedNames{answer, here, spec_name.known}.give();
    for (auto& record : answer.other_definitions) rename(record, spec_name);
    note_aliased_values(answer, spec_name);
    for (auto& one : answer.layout.enums) {
        for (auto& enumerator : one.enumerators) {
            enumerator.name = enumerator_name(one.name, enumerator.name, spec_name);
        }
        const bool takes_names = is_global(one, answer.witness);
        one.name = spec_name(one.name);
        if (takes_names) answer.global_enums.insert(one.name);
    }
    for (auto& constant : answer.layout.constants) constant.name = spec_name.of_constant(constant.name);
}

}  // namespace abi

#include "check/witnesses.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "check/compare.h"
#include "check/leaves.h"
#include "check/places.h"
#include "check/target_check.h"
#include "model/name_index.h"
#include "model/words.h"

namespace abi {
namespace {

/// The witnesses in the order in which they are trusted: those that answered for another target come last.
std::vector<const WitnessAnswer*> by_trust(std::span<const WitnessAnswer> witnesses) {
    std::vector<const WitnessAnswer*> all;
    all.reserve(witnesses.size());
    for (const auto& witness : witnesses) all.push_back(&witness);
    std::ranges::stable_partition(all, [](const auto* witness) { return witness->other_target.empty(); });
    return all;
}

/// How much a witness knows about a record. The combined answer takes the one that knows most.
enum class Knowledge { nothing, size, asked_fields, all_fields };

Knowledge knowledge(const Record& record) {
    if (is_only_declared(record)) return Knowledge::nothing;
    if (lacks_fields(record)) return Knowledge::size;
    return record.only_asked.empty() ? Knowledge::all_fields : Knowledge::asked_fields;
}

/// Takes the values of a name from the first witness that has it. That witness may have several values of it: all are
/// taken.
template <typename Value>
void combine_values(std::vector<Value> Layout::* values, std::span<const WitnessAnswer> witnesses, Layout& combined) {
    std::set<std::string> earlier;
    for (const auto* witness : by_trust(witnesses)) {
        std::set<std::string> names;
        for (const auto& value : witness->layout.*values) {
            if (earlier.contains(value.name)) continue;
            names.insert(value.name);
            (combined.*values).push_back(value);
        }
        earlier.merge(names);
    }
}

Record without_fields(Record record) {
    record.fields.clear();
    return record;
}

bool is_unknown(const Field* field) {
    return field != nullptr && field->type.kind == Kind::unknown;
}

/// Whether a field is padding without a name, such as the bit-field `: 3`. Sources show it. Debug information does not
/// have it, and a probe cannot ask for it.
bool is_nameless(const Field& field) {
    return is_filler(field) && (field.name.empty() || field.name.find("(unnamed") != std::string::npos);
}

/// Whether two witnesses contradict each other in a difference. They do not if one of them does not know the value, or
/// if only the names differ.
bool contradicts(const Difference& difference) {
    const Field* one = difference.expected_field;
    const Field* other = difference.actual_field;
    switch (difference.rule) {
    case Rule::form:
    case Rule::renamed: return false;
    // All witnesses see padding that has a name; some do not see padding without a name.
    case Rule::implicit_padding: return one != nullptr && !is_nameless(*one);
    case Rule::kind:
        // Languages and readers qualify the names of nested records differently.
        if (one != nullptr && other != nullptr && one->type.kind == Kind::record && other->type.kind == Kind::record) {
            return size_bits(*one) != size_bits(*other);
        }
        return !is_unknown(one) && !is_unknown(other);
    case Rule::signedness: return !is_unknown(one) && !is_unknown(other);
    default: return true;
    }
}

/// The two records in one form, and where they contradict each other.
struct Contradictions {
    SameNesting made;
    std::vector<Difference> differences;
};

Contradictions contradictions(const RecordIn& combined, const RecordIn& other) {
    Contradictions found{with_same_nesting(combined, other), {}};
    auto& differences = found.differences;
    differences = compare_records(found.made.expected, found.made.actual);
    std::erase_if(differences, [](const Difference& d) { return !contradicts(d); });
    // A different field makes a different size, and the field tells more, so it comes first.
    std::ranges::stable_partition(differences, [](const Difference& d) { return !d.field.empty(); });
    return found;
}

/// Takes over that the language promises no layout. Any witness may know that, also one that does not see the fields.
void take_promise(Record& combined, const Record& other) {
    if (combined.no_promise.empty()) combined.no_promise = other.no_promise;
}

/// Takes over the names of types that state a byte order, if the first witness sees no names, as a probe.
void take_order_names(Record& first, const Record& other, const OrderTypes& types) {
    for (auto& field : first.fields) {
        const auto same = std::ranges::find(other.fields, field.name, &Field::name);
        if (!field.type.spelling.empty() || same == other.fields.end()) continue;
        if (!order_stated_by(same->type, types)) continue;
        field.type.spelling = same->type.spelling;
        field.type.typedefs = same->type.typedefs;
    }
}

/// Completes `first` with what only `other` knows, if both see the same fields.
void complete(Record& first, const Record& other, const OrderTypes& types) {
    take_order_names(first, other, types);
    if (!first.align_bytes) first.align_bytes = other.align_bytes;  // debug information hardly ever has it
    if (std::ranges::none_of(first.fields, is_nameless) && std::ranges::any_of(other.fields, is_nameless)) {
        std::ranges::copy_if(other.fields, std::back_inserter(first.fields), is_nameless);
        std::ranges::stable_sort(first.fields, {}, &Field::offset_bits);
    }
}

void combine_records(std::span<const WitnessAnswer> witnesses, Layout& combined) {
    std::unordered_map<std::string, std::size_t> known;
    const Records all(combined.records, known);
    for (const auto* witness : by_trust(witnesses)) {
        const NameIndex own(witness->layout.records);
        for (const auto& record : witness->layout.records) {
            const auto [at, is_new] = known.try_emplace(record.name, combined.records.size());
            if (is_new) {
                combined.records.push_back(record);
                continue;
            }
            if (!witness->other_target.empty()) continue;
            Record& first = combined.records[at->second];
            if (knowledge(record) > knowledge(first)) {
                auto before = std::exchange(first, record);
                take_promise(first, before);
                if (!lacks_fields(before) && before.size_bytes &&
                    contradictions({first, all}, {before, all}).differences.empty()) {
                    complete(first, before, witness->order_types);
                }
                continue;
            }
            take_promise(first, record);
            if (knowledge(record) >= Knowledge::asked_fields &&
                contradictions({first, all}, {record, own}).differences.empty()) {
                complete(first, record, witness->order_types);
            }
        }
    }
}

Finding contradiction(const Record& combined, const std::string& first_witness, const Record& other,
                      const WitnessAnswer& witness, const std::vector<Difference>& differences) {
    const Difference& first = differences.front();
    Finding finding = make_finding(Rule::evidence, witness, combined.name, first.field, first.expected, first.actual);
    finding.witness = witness.witness;
    finding.message = (first.field.empty() ? std::string(row_of(first.rule).title) + " for two witnesses: "
                                           : subject(finding) + ": ") +
                      first_witness + " sees " + first.expected + ", " + witness.witness + " sees " + first.actual;
    if (differences.size() > 1) {
        finding.message += ", and " + std::to_string(differences.size() - 1) + " more differ";
        if (differences.size() == 2) finding.message += "s";
    }
    finding.place = first.actual_field != nullptr ? first.actual_field->place : other.place;
    const Place& there = first.expected_field != nullptr ? first.expected_field->place : combined.place;
    if (finding.place.line == 0 && there.line != 0) finding.place = there;  // debug information may name no source
    if (finding.place.file.empty()) finding.place = there;
    finding.related.push_back({there, first_witness + " sees it here"});
    finding.remedy = "rebuild the layer with the flags that it is read with; then check the witness that still differs";
    return finding;
}

Finding fields_unknown_finding(const Record& record, const WitnessAnswer& witness) {
    Finding finding = make_finding(Rule::unknown, witness, record.name);
    finding.witness = witness.witness;
    const auto seen = record.size_bytes ? " has " + size_text(*record.size_bytes * 8) : std::string(" is declared");
    finding.message = witness.witness + " sees that " + record.name + seen +
                      " but does not know its fields: " + record.fields_unknown;
    finding.place = record.place;
    return finding;
}

/// Why a witness does not know a record.
std::string silence(const Record* declared, const WitnessAnswer& witness) {
    if (declared != nullptr) return "only declared there";
    if (witness.problems.empty()) return "it does not know the record";
    return sentence(witness.problems.front());
}

/// The finding of a witness that must know a record and does not, although its inputs could be read. If no witness
/// knows the record, it is missing, which is another finding.
std::optional<Finding> silent_finding(const std::string& record, const Record* combined, const Record* declared,
                                      const WitnessAnswer& witness) {
    const bool must_know = std::ranges::find(witness.must_know, record) != witness.must_know.end();
    if (!must_know || combined == nullptr || is_only_declared(*combined) || !witness.problems.empty())
        return std::nullopt;
    Finding finding = make_finding(Rule::silent, witness, record);
    finding.witness = witness.witness;
    finding.message = declared == nullptr ? witness.witness + " does not know " + record
                                          : witness.witness + " sees only a declaration of " + record;
    finding.message += ", which its layer must declare";
    finding.place = declared == nullptr ? combined->place : declared->place;
    finding.remedy = "add an input that has the record or an alias for its name, or name the records that " +
                     witness.witness + " must know: \"records\": [...] of the witness";
    return finding;
}

const NameIndex<Record>& records_of(const WitnessAnswer& witness, std::span<const WitnessAnswer> witnesses,
                                    std::span<const NameIndex<Record>> records) {
    return records[static_cast<std::size_t>(&witness - witnesses.data())];
}

/// The witness that the combined record comes from.
const WitnessAnswer* witness_of(const Record& combined, std::span<const WitnessAnswer> witnesses,
                                std::span<const NameIndex<Record>> records) {
    for (const auto* witness : by_trust(witnesses)) {
        const Record* record = records_of(*witness, witnesses, records).find(combined.name);
        if (record != nullptr && knowledge(*record) == knowledge(combined)) return witness;
    }
    return nullptr;
}

}  // namespace

bool lacks_fields(const Record& record) {
    return !record.fields_unknown.empty();
}

bool is_only_declared(const Record& record) {
    return !record.size_bytes && !lacks_fields(record);
}

WitnessAnswer combine(std::span<const WitnessAnswer> witnesses) {
    WitnessAnswer combined;
    if (witnesses.empty()) return combined;
    const WitnessAnswer& first = witnesses.front();
    if (witnesses.size() == 1) return first;
    combined.layer = first.layer;
    combined.target = first.target;
    combined.records = first.records;
    combined.constants = first.constants;
    combined.order_types = first.order_types;
    combined.version = first.version;
    combined.aliases = first.aliases;
    combined.column = first.column;
    combined.enums_left_out = first.enums_left_out;
    combined.layout.origin = first.layout.origin;
    combined.layout.target = first.layout.target;
    const auto trusted = by_trust(witnesses);
    const auto speaks = std::ranges::find_if(trusted, [](const auto* t) { return !t->layout.records.empty(); });
    combined.layout.byte_order = (speaks == trusted.end() ? &first : *speaks)->layout.byte_order;
    for (const auto& row : fact_table()) {
        const auto knows =
            std::ranges::find_if(trusted, [&](const auto* one) { return !one->layout.facts[row.fact].empty(); });
        if (knows != trusted.end()) combined.layout.facts[row.fact] = (*knows)->layout.facts[row.fact];
    }
    combine_records(witnesses, combined.layout);
    combine_values(&Layout::enums, witnesses, combined.layout);
    combine_values(&Layout::constants, witnesses, combined.layout);
    complete_places(witnesses, combined.layout);
    for (const auto& witness : witnesses) {
        std::ranges::copy(witness.other_definitions, std::back_inserter(combined.other_definitions));
        std::ranges::copy(witness.problems, std::back_inserter(combined.problems));
        std::ranges::copy(witness.stamps, std::back_inserter(combined.stamps));
        std::ranges::copy(witness.changed, std::back_inserter(combined.changed));
    }
    return combined;
}

AllAnswers combine_all(std::vector<WitnessAnswers> by_witness) {
    AllAnswers all;
    all.combined.reserve(by_witness.size());
    for (auto& witnesses : by_witness) {
        mark_other_targets(witnesses);
        all.combined.push_back(combine(witnesses));
        std::ranges::copy(all.combined.back().problems, std::back_inserter(all.problems));
    }
    all.by_witness = std::move(by_witness);
    return all;
}

AllAnswers combine_only(std::vector<WitnessAnswers> by_witness) {
    AllAnswers all;
    all.combined.reserve(by_witness.size());
    for (auto& witnesses : by_witness) {
        mark_other_targets(witnesses);
        const bool is_alone = witnesses.size() == 1;
        all.combined.push_back(is_alone ? std::move(witnesses.front()) : combine(witnesses));
        std::ranges::copy(all.combined.back().problems, std::back_inserter(all.problems));
        witnesses = {};
    }
    return all;
}

std::vector<Layout> layouts_of(AllAnswers answers) {
    std::vector<Layout> layouts;
    for (auto& answer : answers.combined) {
        if (answer.left_out.empty()) layouts.push_back(std::move(answer.layout));
    }
    return layouts;
}

std::vector<NameIndex<Record>> records_by_name(std::span<const WitnessAnswer> witnesses) {
    std::vector<NameIndex<Record>> records;
    records.reserve(witnesses.size());
    for (const auto& witness : witnesses) records.emplace_back(witness.layout.records);
    return records;
}

RecordEvidence evidence_of(const std::string& record, const Record* combined,
                           std::span<const WitnessAnswer> witnesses) {
    return evidence_of(record, combined, witnesses, records_by_name(witnesses));
}

RecordEvidence evidence_of(const std::string& record, const Record* combined, std::span<const WitnessAnswer> witnesses,
                           std::span<const NameIndex<Record>> records) {
    RecordEvidence result;
    const WitnessAnswer* trusted = combined == nullptr ? nullptr : witness_of(*combined, witnesses, records);
    for (std::size_t at = 0; at < witnesses.size(); ++at) {
        const WitnessAnswer& witness = witnesses[at];
        const Record* own = records[at].find(record);
        if (own == nullptr || is_only_declared(*own) || combined == nullptr) {
            result.evidence.push_back({witness.witness, WitnessState::nothing, silence(own, witness)});
            if (auto finding = silent_finding(record, combined, own, witness)) result.findings.push_back(*finding);
            continue;
        }
        if (!witness.other_target.empty()) {
            result.evidence.push_back({witness.witness, WitnessState::other_target, witness.other_target});
            continue;
        }
        Evidence evidence{witness.witness, WitnessState::seen, ""};
        if (!own->only_asked.empty()) evidence = {witness.witness, WitnessState::asked, own->only_asked};
        const bool fields_unknown = lacks_fields(*own);
        if (fields_unknown) {
            evidence = {witness.witness, WitnessState::fields_unknown, own->fields_unknown};
            result.findings.push_back(fields_unknown_finding(*own, witness));
        }
        if (trusted != nullptr && &witness != trusted) {
            const Record one = fields_unknown ? without_fields(*combined) : *combined;
            const Record other = fields_unknown ? without_fields(*own) : *own;
            const auto found = contradictions({one, records_of(*trusted, witnesses, records)}, {other, records[at]});
            const auto& differences = found.differences;
            if (!differences.empty()) {
                result.findings.push_back(contradiction(*combined, trusted->witness, *own, witness, differences));
                evidence = {witness.witness, WitnessState::contradicts, result.findings.back().message};
            }
        }
        result.evidence.push_back(std::move(evidence));
    }
    return result;
}

std::vector<Finding> evidence_of_constants(const Layout& spec, std::span<const WitnessAnswer> witnesses) {
    std::vector<Finding> findings;
    if (witnesses.size() < 2) return findings;
    struct Known {
        Integer value;
        Place place;
        std::string witness;
    };
    std::map<std::string, Known> first;
    std::map<std::string, std::string> owners;
    for (auto& one : values_of(spec)) owners.emplace(std::move(one.name), std::move(one.owner));
    for (const auto& witness : witnesses) {
        if (!witness.other_target.empty()) continue;
        std::map<std::string, NamedValue> values;
        for (auto& one : values_of(witness.layout)) {
            const auto owner = owners.find(one.name);
            if (owner == owners.end()) continue;
            const bool is_meant = one.owner == owner->second;
            const auto [kept, is_new] = values.try_emplace(one.name, one);
            if (!is_new && is_meant && kept->second.owner != owner->second) kept->second = std::move(one);
        }
        for (const auto& name : witness.constants) {
            const auto found = values.find(name);
            if (found == values.end()) continue;
            const auto& [owner, own_name, value, place] = found->second;
            const auto [known, is_new] = first.try_emplace(name, Known{value, place, witness.witness});
            if (is_new || known->second.value == value) continue;
            Finding finding =
                make_finding(Rule::evidence, witness, name, "", to_string(known->second.value), to_string(value));
            finding.witness = witness.witness;
            finding.message = name + ": " + known->second.witness + " sees " + finding.expected + ", " +
                              witness.witness + " sees " + finding.actual;
            finding.place = place.file.empty() ? known->second.place : place;
            finding.related.push_back({known->second.place, known->second.witness + " sees it here"});
            findings.push_back(std::move(finding));
        }
    }
    return findings;
}

}  // namespace abi

#include "check/invariance.h"

#include <algorithm>

#include "check/byte_order.h"
#include "check/compare.h"
#include "check/field_aliases.h"
#include "check/leaves.h"
#include "check/order.h"
#include "model/name_index.h"
#include "model/on_target.h"
#include "model/words.h"

namespace abi {
namespace {

/// The differences between a record and the spec, as text. Two layouts that both conform count as the same, even if
/// `char` is signed on one target only.
std::string departure_from(const Record& wanted, const Record& record) {
    std::string text;
    for (const auto& difference : compare_records(wanted, record)) {
        if (is_form(difference)) continue;
        text += std::string(row_of(difference.rule).id) + " " + difference.field + " " + difference.actual + "\n";
    }
    return text;
}

/// The answers of a layer, and the spec as it holds on the target of each.
struct Answered {
    const WitnessAnswer* answer = nullptr;
    Layout spec;
    NameIndex<Record> wanted{spec.records};
    NameIndex<Record> seen{answer->layout.records};
};

/// The groups of the targets for which the spec has one layout of the record. `extent` are these targets.
std::vector<SameForm> group_by_layout(const Extent& extent, const std::string& name, const std::string& layer,
                                      const std::vector<Answered>& all) {
    std::vector<SameForm> groups;
    for (const auto& [its_answer, spec, wanted_records, seen] : all) {
        const WitnessAnswer& answer = *its_answer;
        if (answer.layer != layer || !holds_on(extent, answer.target)) continue;
        const Record* found = seen.find(name);
        const Record* wanted = wanted_records.find(name);
        if (wanted == nullptr || found == nullptr || !found->size_bytes) continue;
        const auto made = with_same_nesting({*wanted, wanted_records}, {*found, seen}, field_aliases(answer, *wanted),
                                            answer.order_types);
        Record record = in_order_of(orders_of(spec, answer), made.expected, made.actual);
        // Whether a name states the order is a finding of each target; here it would differ between byte orders.
        const MeantFields meanings(made.expected);
        for (auto& field : record.fields) {
            const Field* meant = meanings.of(field);
            field.byte_order = meant != nullptr ? meant->byte_order : std::nullopt;
        }
        std::string departure = departure_from(made.expected, record);
        const auto same = std::ranges::find(groups, departure, &SameForm::departure);
        if (same == groups.end()) {
            groups.push_back({std::move(departure), {answer.target}, std::move(record)});
        } else {
            same->targets.push_back(answer.target);
        }
    }
    return groups;
}

}  // namespace

std::vector<RecordForms> forms_of(const Layout& spec, std::span<const WitnessAnswer> answers) {
    std::vector<std::string> layers;
    for (const auto& answer : answers) {
        if (std::ranges::find(layers, answer.layer) == layers.end()) layers.push_back(answer.layer);
    }
    std::vector<Answered> answered;
    answered.reserve(answers.size());
    for (const auto& answer : answers) {
        answered.push_back({&answer, on_target(spec, answer.target, answer.layout.byte_order)});
    }
    std::vector<RecordForms> forms;
    const Extents extents(spec.records);
    for (std::size_t number = 0; number < spec.records.size(); ++number) {
        const Record& record = spec.records[number];
        const Extent extent = extents.of(record);
        for (const auto& layer : layers) {
            auto groups = group_by_layout(extent, record.name, layer, answered);
            if (!groups.empty()) forms.push_back({number, layer, std::move(groups)});
        }
    }
    return forms;
}

std::vector<Finding> check_invariance(const Layout& spec, std::span<const RecordForms> forms) {
    std::vector<Finding> findings;
    for (const auto& [number, layer, groups] : forms) {
        if (groups.size() < 2) continue;
        const Record& record = spec.records.at(number);
        auto differences = compare_records(groups[0].record, groups[1].record);
        std::erase_if(differences, is_form);
        if (differences.empty()) continue;
        const auto telling =
            std::ranges::find_if(differences, [](const Difference& d) { return d.rule != Rule::signedness; });
        const Difference& first = telling == differences.end() ? differences.front() : *telling;
        Finding finding;
        finding.rule = Rule::target_dependent;
        finding.level = row_of(finding.rule).level;
        finding.record = record.name;
        finding.field = first.field;
        finding.layer = layer;
        finding.expected = first.expected + " on " + join(groups[0].targets);
        finding.actual = first.actual + " on " + join(groups[1].targets);
        const std::string of(aspect(first));
        finding.message = (of.empty() ? "" : of + " of ") + subject(finding) +
                          " depends on the target: " + finding.expected + ", " + finding.actual;
        if (groups.size() > 2) {
            finding.message += ", and " + counted(groups.size() - 2, "more layout") + " elsewhere";
        }
        finding.place = first.actual_field != nullptr ? first.actual_field->place : groups[1].record.place;
        finding.related.push_back({record.place, "the spec declares it here, once for all targets"});
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace abi

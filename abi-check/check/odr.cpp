#include "check/odr.h"

#include <algorithm>

#include "check/compare.h"
#include "check/order.h"
#include "model/find.h"
#include "model/words.h"

namespace abi {
namespace {

/// "in a.c", or `otherwise` if the unit is not known.
std::string in_unit(const Record& record, const std::string& otherwise) {
    return record.unit.empty() ? otherwise : "in " + record.unit;
}

/// "its size is 16 bytes in a.c and 24 bytes in b.c".
std::string contrast(const Record& first, const Record& other, const Difference& difference) {
    const std::string subject = difference.field.empty() ? "its " + std::string(aspect(difference)) : difference.field;
    const bool is_place = difference.rule == Rule::offset || difference.rule == Rule::bit_order;
    const std::string at = is_place ? "at " : "";
    return subject + " is " + at + difference.expected + " " + in_unit(first, "there") + " and " + at +
           difference.actual + " " + in_unit(other, "here");
}

constexpr std::string_view defined_twice = "is defined twice, with different layouts: ";

/// The layer's own names that mean the record, if there are several; else null.
const std::set<std::string>* several_names(const std::string& record, const WitnessAnswer& witness) {
    const auto found = witness.namesakes.find(record);
    return found != witness.namesakes.end() && found->second.size() > 1 ? &found->second : nullptr;
}

/// Tells of several names that mean the record, and by which alias one of them is chosen.
void tell_names(const std::set<std::string>& names, Finding& finding) {
    const auto& shortest = *std::ranges::min_element(names, {}, &std::string::size);
    finding.message =
        finding.record + " may mean " + join(names, " or ") + ", which are declared with different layouts: ";
    finding.remedy = "say which one is meant by an alias: \"" + shortest + "\": \"" + finding.record +
                     "\", or --alias " + shortest + "=" + finding.record;
}

/// A form that hides members: raw memory in one definition, a nested record in the other one.
bool is_opaque(const Difference& difference) {
    const auto is_record = [](const Field* field) { return field != nullptr && field->type.kind == Kind::record; };
    return is_record(difference.expected_field) || is_record(difference.actual_field);
}

/// Adds the fields whose types state different byte orders by their names, which the compiler does not see: a `__be32`
/// of one definition is a `__u32` of the other one.
void add_stated_orders(const Record& first, const Record& other, std::vector<Difference>& differences) {
    for (const auto& field : first.fields) {
        const Field* again = find_named(other.fields, field.name);
        if (again == nullptr || !has_byte_order(field) || !has_byte_order(*again)) continue;
        const auto one = order_stated_by(field.type, {});
        const auto two = order_stated_by(again->type, {});
        if (one.has_value() == two.has_value() && (!one || one->order == two->order)) continue;
        differences.push_back({Rule::byte_order, field.name, "`" + field.type.spelling + "`",
                               "`" + again->type.spelling + "`", &field, again});
    }
}

/// The record in the layout, if it has another definition; else null. Few records have one, so they are looked for
/// first.
const Record* defined_again(const std::string& record, const WitnessAnswer& witness) {
    const bool is_again = find_named(witness.other_definitions, record) != nullptr;
    return is_again ? find_record(witness.layout, record) : nullptr;
}

std::string place_text(const Record& record, const std::string& otherwise) {
    return record.unit.empty() ? otherwise : "as " + record.unit + " sees it";
}

}  // namespace

std::vector<Difference> differences_of_definitions(const Record& first, const Record& other) {
    auto differences = compare_records(first, other);
    add_stated_orders(first, other, differences);
    std::erase_if(differences, [](const Difference& one) { return is_form(one) && !is_opaque(one); });
    return differences;
}

std::string two_definitions(const Record& first, const Record& other) {
    const auto differences = differences_of_definitions(first, other);
    if (differences.empty()) return "";
    return std::string(defined_twice) + contrast(first, other, differences.front());
}

std::vector<const Record*> types_of_same_name(const std::string& record, const WitnessAnswer& witness) {
    std::vector<const Record*> types;
    const Record* actual = defined_again(record, witness);
    if (actual == nullptr) return types;
    for (const auto& other : witness.other_definitions) {
        if (other.name == record && (other.unit_local || actual->unit_local)) types.push_back(&other);
    }
    return types;
}

void check_odr(const std::string& record, const WitnessAnswer& witness, std::vector<Finding>& findings) {
    const Record* actual = defined_again(record, witness);
    if (actual == nullptr) return;
    for (const auto& other : witness.other_definitions) {
        if (other.name != record || other.unit_local || actual->unit_local) continue;
        const auto differences = differences_of_definitions(*actual, other);
        if (differences.empty()) continue;
        const Difference& first = differences.front();
        Finding finding{.rule = Rule::odr,
                        .level = row_of(Rule::odr).level,
                        .record = record,
                        .field = first.field,
                        .layer = witness.layer,
                        .target = witness.target};
        finding.expected = first.expected;
        finding.actual = first.actual;
        finding.message = record + " " + std::string(defined_twice);
        if (const auto* names = several_names(record, witness)) tell_names(*names, finding);
        finding.message += contrast(*actual, other, first);
        finding.place = other.place;
        finding.related.push_back({actual->place, place_text(*actual, "the other definition")});
        findings.push_back(std::move(finding));
    }
}

}  // namespace abi

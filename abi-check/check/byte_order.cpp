#include "check/byte_order.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "model/name_index.h"

namespace abi {
namespace {

std::string endian(ByteOrder order) {
    return std::string(to_string(order)) + "-endian";
}

/// What a record of the layer shows about the byte order of the spec.
enum class Shown { nothing, order, no_order };

/// Looks at the fields that have the spec's byte order. A record whose fields have other orders, or none, shows
/// nothing. Attributes must be on all fields: the others have the machine's order. If one name states an order, each
/// field without one is a finding of its own.
Shown shown_by(const Layout& spec, const Record& expected, const Record* seen, const WitnessAnswer& answer) {
    if (seen == nullptr) return Shown::nothing;
    bool any = false;
    bool all = true;
    bool by_name = false;
    const MeantFields meanings(expected);
    for (const auto& field : seen->fields) {
        const Field* meant = meanings.of(field);
        if (meant == nullptr || !has_byte_order(*meant) || meant->byte_order) continue;
        any = true;
        if (stated_order(field, answer.order_types) != spec.byte_order) {
            all = false;
        } else if (!field.byte_order) {
            by_name = true;
        }
    }
    if (!any) return Shown::nothing;
    return all || by_name ? Shown::order : Shown::no_order;
}

bool has_fields_with_order(const Record& record) {
    return std::ranges::any_of(record.fields, [](const Field& field) { return has_byte_order(field); });
}

}  // namespace

Orders orders_of(const Layout& spec, const WitnessAnswer& answer) {
    return {.spec = spec.byte_order, .own = answer.layout.byte_order, .types = answer.order_types};
}

void check_byte_order(const Layout& spec, const WitnessAnswer& answer, std::vector<Finding>& findings) {
    if (spec.byte_order == answer.layout.byte_order || answer.layout.records.empty()) return;
    const NameIndex wanted(spec.records);
    const NameIndex seen(answer.layout.records);
    Finding whole = make_finding(Rule::byte_order, answer, spec.origin, "", endian(spec.byte_order),
                                 endian(answer.layout.byte_order));
    whole.message = answer.target + " is " + whole.actual + ", the spec is " + whole.expected;
    whole.place = {spec.origin, 1, 1, 0, 0};
    bool any = false;
    std::vector<Finding> of_records;
    for (const auto& name : answer.records) {
        const Record* expected = wanted.find(name);
        if (expected == nullptr || !has_fields_with_order(*expected)) continue;
        any = true;
        const Record* actual = seen.find(name);
        if (shown_by(spec, *expected, actual, answer) != Shown::no_order) continue;
        Finding& one = of_records.emplace_back(whole);
        one.record = name;
        one.message = name + ": expected " + one.expected + ", found " + one.actual + ", as " + answer.target + " is";
        one.cause = whole.message;
        one.place = actual->place;
    }
    if (any && of_records.empty()) return;
    whole.cause = whole.message;
    whole.leads = true;
    findings.push_back(std::move(whole));
    std::ranges::move(of_records, std::back_inserter(findings));
}

void tell_stated_order(Difference& difference, const Record& seen, const OrderTypes& types) {
    if (difference.rule != Rule::byte_order || difference.actual_field == nullptr) return;
    const auto own = std::ranges::find(seen.fields, difference.actual_field->name, &Field::name);
    if (own == seen.fields.end() || own->byte_order) return;
    if (const auto named = order_stated_by(own->type, types); named && !own->bit_width) {
        difference.actual += " (`" + named->name + "`)";
        return;
    }
    difference.rule = Rule::order_unstated;
    difference.actual = own->type.spelling.empty() ? "a type without a known name"
                                                   : "`" + own->type.spelling + "`, which states no order";
}

}  // namespace abi

// Compares enumerations and constants: each name must have one value.
#include <algorithm>
#include <map>

#include "check/conform.h"

namespace abi {
namespace {

/// A value that a layer gives to a name, by an enumerator, a macro or a constant.
struct Known {
    Integer value;
    Place place;
};

/// All values of a name, one for each unit that defines it. They may differ.
std::multimap<std::string, Known> values_of(const Layout& layout) {
    std::multimap<std::string, Known> values;
    for (const auto& constant : layout.constants) values.emplace(constant.name, Known{constant.value, constant.place});
    for (const auto& one : layout.enums) {
        for (const auto& enumerator : one.enumerators) {
            values.emplace(enumerator.name, Known{enumerator.value, enumerator.place});
        }
    }
    return values;
}

std::multimap<std::string, Known> owned_values_of(const Layout& layout) {
    std::multimap<std::string, Known> values;
    for (const auto& one : layout.enums) {
        for (const auto& enumerator : one.enumerators) {
            values.emplace(one.name + "." + enumerator.name, Known{enumerator.value, enumerator.place});
        }
    }
    return values;
}

struct Asked {
    const WitnessAnswer& answer;
    std::multimap<std::string, Known> values;
    std::multimap<std::string, Known> owned;  // by "Enum.name"
    std::vector<Finding> findings;

    void check(const std::string& owner, const std::string& name, const Integer& value, const Place& place) {
        if (std::ranges::find(answer.constants, name) == answer.constants.end()) return;
        const std::string& record = owner.empty() ? name : owner;
        const std::string field = owner.empty() ? "" : name;
        // If the layer has the enumeration of the spec, then that one gives the values of its names.
        const auto own = owned.equal_range(owner + "." + name);
        const auto [first, last] = own.first != own.second ? own : values.equal_range(name);
        if (first == last) {
            if (!answer.problems.empty()) return;  // no witness could read, and conform reports that
            Finding finding = make_finding(Rule::missing_constant, answer, record, field);
            finding.expected = to_string(value);
            finding.message = name + " is not declared in layer " + answer.layer + ": expected " + finding.expected;
            finding.place = place;
            findings.push_back(std::move(finding));
        }
        for (auto known = first; known != last; ++known) {
            if (known->second.value == value) continue;
            Finding finding = make_finding(Rule::value, answer, record, field);
            finding.expected = to_string(value);
            finding.actual = to_string(known->second.value);
            finding.message = name + ": expected " + finding.expected + ", found " + finding.actual;
            finding.place = known->second.place;
            finding.related.push_back({place, "the spec says so here"});
            findings.push_back(std::move(finding));
        }
    }

    /// What the witness could not ask about the enumeration.
    void check_known(const Enum& expected, const Enum& actual) {
        if (actual.type.kind == Kind::unknown) {
            Finding finding = make_finding(Rule::unverified, answer, expected.name);
            finding.message = "no witness knows whether the integer of " + expected.name + " is signed";
            finding.remedy = "add a witness that knows it (dwarf), or waive abi-unverified for " + expected.name;
            finding.place = actual.place;
            findings.push_back(std::move(finding));
        }
        if (!actual.only_asked) return;
        Finding finding = make_finding(Rule::asked_only, answer, expected.name);
        finding.message = "only the values of " + expected.name + " that the spec knows are compared: the compiler " +
                          "cannot list the others";
        finding.remedy = "add a witness that lists values (clang or dwarf), or waive abi-asked-only with a reason";
        finding.place = actual.place;
        findings.push_back(std::move(finding));
    }

    void check_enum(const Enum& expected, const Enum& actual) {
        const bool same_width = actual.type.width_bits == expected.type.width_bits;
        const bool same_sign = actual.type.kind == expected.type.kind || actual.type.kind == Kind::unknown;
        if (!same_width || !same_sign || !actual.fixed_width) {
            Finding finding = make_finding(Rule::enum_width, answer, expected.name);
            if (same_width && !actual.fixed_width) finding.level = Level::warning;
            finding.expected = to_string(expected.type);
            finding.actual = to_string(actual.type) + (actual.fixed_width ? "" : ", chosen by the compiler");
            finding.message = expected.name + ": expected " + finding.expected + ", found " + finding.actual;
            finding.place = actual.place;
            finding.related.push_back({expected.place, "the spec says so here"});
            findings.push_back(std::move(finding));
        }
        check_known(expected, actual);
        for (const auto& enumerator : actual.enumerators) {
            if (std::ranges::find(expected.enumerators, enumerator.name, &Enumerator::name) !=
                expected.enumerators.end()) {
                continue;
            }
            Finding finding = make_finding(Rule::extra_enumerator, answer, expected.name, enumerator.name);
            finding.actual = to_string(enumerator.value);
            finding.message = enumerator.name + " = " + finding.actual + " is not in the spec's " + expected.name;
            finding.place = enumerator.place;
            finding.related.push_back({expected.place, "the spec's enumeration"});
            findings.push_back(std::move(finding));
        }
    }
};

}  // namespace

std::vector<Finding> conform_constants(const Layout& spec, const WitnessAnswer& answer) {
    Asked asked{answer, values_of(answer.layout), owned_values_of(answer.layout), {}};
    for (const auto& constant : spec.constants) asked.check("", constant.name, constant.value, constant.place);
    for (const auto& one : spec.enums) {
        for (const auto& enumerator : one.enumerators) {
            asked.check(one.name, enumerator.name, enumerator.value, enumerator.place);
        }
        for (const auto& actual : answer.layout.enums) {
            if (actual.name == one.name) asked.check_enum(one, actual);
        }
    }
    return std::move(asked.findings);
}

}  // namespace abi

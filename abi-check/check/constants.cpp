// Compares enumerations and constants: each name must have one value.
#include <algorithm>
#include <optional>
#include <ranges>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "check/claim.h"
#include "check/conform.h"
#include "model/expression.h"
#include "model/find.h"
#include "model/name_index.h"

namespace abi {
namespace {

struct Asked {
    const Layout& spec;
    const WitnessAnswer& answer;
    std::vector<NamedValue> known;  // by name
    std::vector<Finding> findings = {};
    NameIndex<Enum> enums{spec.enums};
    NameIndex<Constant> constants{spec.constants};
    std::unordered_set<std::string_view> wanted_names{answer.constants.begin(), answer.constants.end()};
    std::optional<std::unordered_set<std::string_view>> held_enums{};  // that records of the layer hold

    void add(Finding finding, std::string message, const Place& place) {
        finding.message = std::move(message);
        finding.place = place;
        findings.push_back(std::move(finding));
    }

    /// Whether a value only has the name of the wanted one, which the layer has elsewhere. If the layer has the
    /// enumeration of the spec, then that one gives the values of its names. A constant is not an enumerator of one of
    /// the spec's enumerations, nor of one in a scope.
    bool is_other(const NamedValue& one, const NamedValue& wanted) const {
        if (takes_its_place(one, wanted)) return false;
        if (!wanted.owner.empty() || one.owner.empty()) return one.owner != wanted.owner;
        return one.owner.find_first_of(":.") != std::string::npos || enums.find(one.owner) != nullptr;
    }

    /// Whether a value has the name of a global enumerator. No unit can have both, so the value takes the enumerator's
    /// place in another unit: a constant does, and so does another global enumeration.
    bool takes_its_place(const NamedValue& one, const NamedValue& wanted) const {
        const auto is_global = [&](const std::string& owner) { return answer.global_enums.contains(owner); };
        return is_global(wanted.owner) && one.owner != wanted.owner && (one.owner.empty() || is_global(one.owner));
    }

    /// Whether an enumerator of another enumeration of the spec only shares the name: `Pop::ok` is no `Push::ok`.
    bool is_namesake(const NamedValue& one, const NamedValue& wanted) const {
        if (wanted.owner.empty() || one.owner.empty() || one.owner == wanted.owner) return false;
        const Enum* other = enums.find(one.owner);
        return other != nullptr && find_named(other->enumerators, one.name) != nullptr;
    }

    /// Where the layer has a value: debug information has no places of enumerators.
    Place place_of(const NamedValue& one) const {
        const Enum* owner =
            one.place.file.empty() && !one.owner.empty() ? find_named(answer.layout.enums, one.owner) : nullptr;
        return owner != nullptr ? owner->place : one.place;
    }

    /// The expression of a constant of the spec, or null.
    const Expression* expression_of(const NamedValue& wanted) const {
        const auto* const constant = wanted.owner.empty() ? constants.find(wanted.name) : nullptr;
        return constant != nullptr && constant->expression ? &*constant->expression : nullptr;
    }

    /// "0x80104501 (read, type 'E', number 1, 16 bytes)"; for the size of a record, only what the spec wants has a
    /// meaning.
    std::string text_of(const Integer& value, const NamedValue& wanted) const {
        const auto* const expression = expression_of(wanted);
        const bool has_meaning = expression != nullptr && (value == wanted.value || expression->form == "ioctl");
        const auto means = has_meaning ? meaning(*expression, value, facts_of_target(answer)) : "";
        return to_string(value) + (means.empty() ? "" : " (" + means + ")");
    }

    /// A finding if the value depends on the size of a pointer, which no witness knows.
    bool is_open(const NamedValue& wanted) {
        const auto* const expression = expression_of(wanted);
        if (expression == nullptr || evaluate(*expression, spec, facts_of_target(answer))) return false;
        add(make_finding(Rule::unverified, answer, wanted.name),
            "the value of " + wanted.name + " depends on the size of a pointer of " + answer.target +
                ", which no witness knows",
            wanted.place);
        return true;
    }

    void check(const NamedValue& wanted) {
        const auto& name = wanted.name;
        if (!wanted_names.contains(name) || is_open(wanted)) return;
        const std::string& record = wanted.owner.empty() ? name : wanted.owner;
        const std::string field = wanted.owner.empty() ? "" : name;
        const std::string expected = to_string(wanted.value);
        const auto all = std::ranges::equal_range(known, name, {}, &NamedValue::name);
        const bool is_owned = contains(all | std::views::transform(&NamedValue::owner), wanted.owner);
        const bool is_missing =
            std::ranges::all_of(all, [&](const NamedValue& one) { return is_namesake(one, wanted); });
        if (is_missing && answer.problems.empty()) {  // otherwise no witness could read, and conform reports that
            add(make_finding(Rule::missing_constant, answer, record, field, expected),
                name + " is not declared in layer " + answer.layer + ": expected " + text_of(wanted.value, wanted),
                wanted.place);
            findings.back().claim = claim_of_missing(wanted);
            findings.back().remedy =
                "declare it; if a class or a scoped enumeration `S` has it, add the alias \"S::" + name +
                "\" to the layer";
        }
        for (const auto& one : all) {
            if (one.value == wanted.value || (is_owned && is_other(one, wanted)) || is_namesake(one, wanted)) continue;
            const std::string actual = to_string(one.value);
            add(make_finding(Rule::value, answer, record, field, expected, actual),
                name + ": expected " + text_of(wanted.value, wanted) + ", found " + text_of(one.value, wanted),
                takes_its_place(one, wanted) ? place_of(one) : one.place);
            // The compiler would judge the enumerator of another unit, and not what takes its place.
            if (!takes_its_place(one, wanted)) findings.back().claim = claim_of_value(wanted, one.value);
            findings.back().related.push_back({wanted.place, "the spec says so here"});
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

    /// Whether a record that the layer was asked for holds the enumeration. Otherwise its values are only compared, and
    /// it has no bytes in memory.
    bool is_held(const Enum& one) {
        if (!held_enums) {
            held_enums.emplace();
            const std::unordered_set<std::string_view> asked(answer.records.begin(), answer.records.end());
            for (const auto* layout : {&spec, &answer.layout}) {
                for (const auto& record : layout->records) {
                    if (!asked.contains(record.name)) continue;
                    for (const auto& field : record.fields) {
                        if (field.type.kind == Kind::enumeration) held_enums->insert(field.type.name);
                    }
                }
            }
        }
        return held_enums->contains(one.name);
    }

    void check_enum(const Enum& expected, const Enum& actual) {
        const bool same_width = actual.type.width_bits == expected.type.width_bits;
        const bool same_sign = actual.type.kind == expected.type.kind || actual.type.kind == Kind::unknown;
        const bool is_chosen = !actual.fixed_width && is_held(expected);
        if (!same_width || !same_sign || is_chosen) {
            const std::string wanted = to_string(expected.type);
            const std::string found = to_string(actual.type) + (actual.fixed_width ? "" : ", chosen by the compiler");
            const bool is_width_only = same_width && same_sign;
            add(make_finding(Rule::enum_width, answer, expected.name, "", wanted, found),
                is_width_only ? expected.name + " is " + found + ": as expected, but its declaration states no width"
                              : expected.name + ": expected " + wanted + ", found " + found,
                actual.place);
            findings.back().claim = claim_of_enum(expected, actual);
            if (is_width_only) findings.back().level = Level::warning;
            findings.back().related.push_back({expected.place, "the spec says so here"});
        }
        check_known(expected, actual);
        for (const auto& enumerator : actual.enumerators) {
            const auto& name = enumerator.name;
            if (find_named(expected.enumerators, name) != nullptr) continue;
            const std::string value = to_string(enumerator.value);
            add(make_finding(Rule::extra_enumerator, answer, expected.name, name, "", value),
                name + " = " + value + " is not in the spec's " + expected.name, enumerator.place);
            findings.back().related.push_back({expected.place, "the spec's enumeration"});
        }
    }
};

}  // namespace

std::vector<Finding> conform_constants(const Layout& spec, const WitnessAnswer& answer) {
    Asked asked{spec, answer, values_of(answer.layout)};
    std::ranges::stable_sort(asked.known, {}, &NamedValue::name);
    for (const auto& one : values_of(spec)) asked.check(one);
    const std::unordered_set<std::string_view> left_out(answer.enums_left_out.begin(), answer.enums_left_out.end());
    std::unordered_map<std::string_view, std::vector<const Enum*>> declared;
    for (const auto& actual : answer.layout.enums) declared[actual.name].push_back(&actual);
    for (const auto& one : spec.enums) {
        if (left_out.contains(one.name)) continue;
        for (const Enum* actual : declared[one.name]) asked.check_enum(one, *actual);
    }
    return std::move(asked.findings);
}

}  // namespace abi

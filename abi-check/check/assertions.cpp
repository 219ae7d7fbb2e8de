#include "check/assertions.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "check/last_part.h"

namespace abi {
namespace {

/// The rules of differences that a condition such as `sizeof(P) == 24` or `offsetof(P, arg) == 8` can see.
constexpr std::array seen_by_conditions{Rule::size,          Rule::alignment,   Rule::offset,          Rule::width,
                                        Rule::signedness,    Rule::kind,        Rule::value,           Rule::enum_width,
                                        Rule::missing_field, Rule::extra_field, Rule::implicit_padding};

bool is_name_part(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The condition in a compiler's message, without the text that the author added: that of "static assertion failed due
/// to requirement 'sizeof(P) == 24': a packet has three words". A message without a condition is returned whole.
std::string_view condition_of(std::string_view message) {
    const auto begin = message.find('\'');
    const auto end = message.find("': ", begin == std::string_view::npos ? 0 : begin + 1);
    if (begin == std::string_view::npos) return message;
    return message.substr(begin + 1, (end == std::string_view::npos ? message.rfind('\'') : end) - begin - 1);
}

bool names(std::string_view text, std::string_view name) {
    if (name.empty()) return false;
    for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        const auto end = at + name.size();
        const bool is_whole =
            (at == 0 || !is_name_part(text[at - 1])) && (end == text.size() || !is_name_part(text[end]));
        if (is_whole) return true;
    }
    return false;
}

/// Whether a condition names the record, as the spec or as the layer calls it.
bool is_about(std::string_view condition, const std::string& record, std::span<const WitnessAnswer> witnesses) {
    if (names(condition, last_part(record))) return true;
    const auto has_own_name = [&](const WitnessAnswer& witness) {
        return std::ranges::any_of(witness.source_names, [&](const auto& own) {
            return own.second == record && names(condition, last_part(own.first));
        });
    };
    return std::ranges::any_of(witnesses, has_own_name);
}

}  // namespace

void check_assertions(const WitnessAnswer& witness, std::vector<Finding>& findings) {
    for (const auto& failed : witness.failed_assertions) {
        Finding finding = make_finding(Rule::assertion, witness, failed.place.file);
        finding.message = sentence(failed);
        finding.place = failed.place;
        findings.push_back(std::move(finding));
    }
}

void follow_assertions(std::span<const WitnessAnswer> witnesses, std::vector<Finding>& findings) {
    for (auto& assertion : findings) {
        if (assertion.rule != Rule::assertion) continue;
        const auto condition = condition_of(assertion.message);
        const auto first = std::ranges::find_if(findings, [&](const Finding& one) {
            const bool is_seen = std::ranges::find(seen_by_conditions, one.rule) != seen_by_conditions.end();
            const auto& name = one.rule == Rule::value && !one.field.empty() ? one.field : one.record;
            return is_seen && is_about(condition, name, witnesses);
        });
        if (first == findings.end()) continue;
        if (first->cause.empty()) {
            first->cause = first->message;
            first->leads = true;
        }
        assertion.cause = first->cause;
        const auto leading = std::ranges::find_if(
            findings, [&](const Finding& one) { return one.leads && one.cause == assertion.cause; });
        auto& related = (leading == findings.end() ? *first : *leading).related;
        const auto assertions_before = std::ranges::find_if(
            related, [](const Related& one) { return one.message.find("assert") == std::string::npos; });
        related.insert(assertions_before, {assertion.place, assertion.message});
    }
}

}  // namespace abi

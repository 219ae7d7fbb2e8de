#include "read/probe/claims.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

#include "read/probe/names.h"

namespace abi::probe {
namespace {

/// How clang, GCC and rustc tell that something is not declared. An error with other words (a private member, an
/// incomplete type) leaves the claim open.
constexpr std::array<std::string_view, 9> absence_marks{"no member named",    "undeclared",        "not declared",
                                                        "is not a member of", "no field `",        "no variant ",
                                                        "no associated ",     "does not have a f", "cannot find "};

bool tells_absence(std::string_view text) {
    return std::ranges::any_of(absence_marks, [&](auto mark) { return text.find(mark) != text.npos; });
}

enum class Subject { record, constant, enumeration };

Subject subject_of(Claim::What what) {
    switch (what) {
    case Claim::What::constant:
    case Claim::What::value: return Subject::constant;
    case Claim::What::enum_size:
    case Claim::What::enum_sign: return Subject::enumeration;
    default: return Subject::record;
    }
}

/// Whether all names of the claim may stand in a source.
bool has_plain_names(const Claim& claim) {
    const auto is_plain = [](const std::string& name) {
        return name.empty() || is_plain_name(name) || name.find_first_not_of("0123456789.") == std::string::npos;
    };
    return is_plain_name(claim.name) && is_plain(claim.field) && is_plain(claim.next) &&
           claim.field.find_first_of("<> ") == std::string::npos &&
           claim.next.find_first_of("<> ") == std::string::npos;
}

Subject subject_of(const Item& item) {
    if (item.what == Item::What::constant) return Subject::constant;
    return item.what == Item::What::record ? Subject::record : Subject::enumeration;
}

const std::string& name_of(const Plan& plan, const Item& item) {
    if (item.what == Item::What::constant) return constant_of(plan, item).name;
    return item.what == Item::What::record ? record_of(plan, item).name : enum_asked(plan, item).name;
}

/// What was said of the lines of a claim.
struct Lines {
    const Item* denial = nullptr;
    const Item* control = nullptr;
};

std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

ClaimAnswer unasked(std::string why) {
    return {ClaimAnswer::State::not_asked, std::move(why)};
}

ClaimAnswer judge_absence(const Item* denial) {
    using enum ClaimAnswer::State;
    if (denial == nullptr) return unasked("the compiler does not find what it is about");
    if (denial->form == 0) return {refuted};
    return tells_absence(denial->found) ? ClaimAnswer{proved} : unasked(first_line(denial->found));
}

ClaimAnswer judge(const Claim& claim, const Lines& lines) {
    using enum ClaimAnswer::State;
    if (is_about_absence(claim)) return judge_absence(lines.denial);
    if (lines.control == nullptr) return unasked("the compiler does not find what it is about");
    if (lines.denial != nullptr && lines.denial->form == 0) return {refuted};
    if (lines.control->form == 0) return {proved};
    return unasked("the compiler cannot confirm what was found: " + first_line(lines.control->found));
}

}  // namespace

void add_claims(Plan& plan) {
    std::array<std::unordered_map<std::string, std::size_t>, 3> owners;
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        owners.at(static_cast<std::size_t>(subject_of(plan.items[i]))).emplace(name_of(plan, plan.items[i]), i);
    }
    for (std::size_t c = 0; c < plan.request.claims.size(); ++c) {
        const auto& claim = plan.request.claims[c];
        if (claim.what == Claim::What::record || !has_plain_names(claim)) continue;
        const auto& known = owners.at(static_cast<std::size_t>(subject_of(claim.what)));
        const auto owner = known.find(claim.name);
        // C and C++ have no item of a constant: the line of the claim names it.
        if (owner == known.end() && subject_of(claim.what) != Subject::constant) continue;
        const auto add = [&](std::size_t control) {
            plan.items.push_back({.what = Item::What::claim,
                                  .record = c,
                                  .field = control,
                                  .owner = owner == known.end() ? no_item : owner->second});
        };
        if (!is_about_presence(claim)) add(0);
        if (!is_about_absence(claim)) add(1);
    }
}

const Claim& claim_of(const Plan& plan, const Item& item) {
    return plan.request.claims[item.record];
}

bool is_control(const Item& item) {
    return item.field == 1;
}

const Integer& compared_number(const Plan& plan, const Item& item) {
    return is_control(item) ? claim_of(plan, item).actual : claim_of(plan, item).expected;
}

std::vector<ClaimAnswer> judged(const Plan& plan) {
    using enum ClaimAnswer::State;
    const auto& claims = plan.request.claims;
    std::vector<Lines> lines(claims.size());
    std::unordered_map<std::string, const Item*> records;
    std::unordered_map<std::string, const Item*> constants;
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const auto& item = plan.items[i];
        if (item.what == Item::What::record) records.emplace(record_of(plan, item).name, &item);
        if (item.what == Item::What::constant) constants.emplace(constant_of(plan, item).name, &item);
        if (item.what != Item::What::claim || (item.owner != no_item && !is_asked(plan, item.owner))) continue;
        (is_control(item) ? lines[item.record].control : lines[item.record].denial) = &item;
    }
    // The name itself may be refused in each of its spellings.
    const auto of_name = [&](const auto& items, const std::string& name) -> std::optional<ClaimAnswer> {
        const auto item = items.find(name);
        if (item == items.end()) return std::nullopt;
        if (is_asked(plan, static_cast<std::size_t>(item->second - plan.items.data()))) return ClaimAnswer{refuted};
        return item->second->hidden ? unasked("it is private") : ClaimAnswer{proved};
    };
    std::vector<ClaimAnswer> answers;
    for (std::size_t c = 0; c < claims.size(); ++c) {
        auto answer = judge(claims[c], lines[c]);
        if (claims[c].what == Claim::What::record) {
            answer = of_name(records, claims[c].name).value_or(unasked("its name cannot be written"));
        } else if (claims[c].what == Claim::What::constant) {
            answer = of_name(constants, claims[c].name).value_or(answer);
        }
        answers.push_back(std::move(answer));
    }
    return answers;
}

void add_answers(const std::vector<Claim>& claims, std::vector<ClaimAnswer> from, std::vector<ClaimAnswer>& to) {
    from.resize(claims.size(), unasked("a file does not compile"));
    if (to.empty()) {
        to = std::move(from);
        return;
    }
    for (std::size_t c = 0; c < claims.size(); ++c) to[c] = both(claims[c], std::move(to[c]), std::move(from[c]));
}

}  // namespace abi::probe

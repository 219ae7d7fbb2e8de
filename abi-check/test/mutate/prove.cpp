#include "test/mutate/prove.h"

#include "model/find.h"

namespace abi::mutate {
namespace {

bool is_constant(const Claim& claim) {
    return claim.what == Claim::What::constant || claim.what == Claim::What::value;
}

/// The claim under each name that it may have.
std::vector<Claim> spelled(const Claim& claim, const std::string& prefix, const std::string& separator) {
    std::vector<Claim> all;
    const auto add = [&](const std::string& name) {
        all.push_back(claim);
        all.back().name = name;
    };
    if (is_constant(claim) && !separator.empty()) add(prefix + claim.field + separator + claim.name);
    if (!is_constant(claim) || separator.empty()) add((is_constant(claim) ? "" : prefix) + claim.name);
    return all;
}

void add_subject(const Claim& claim, truth::Question& question) {
    const auto add = [&](auto& list) {
        if (find_named(list, claim.name) != nullptr) return;
        list.emplace_back();
        list.back().name = claim.name;
    };
    if (is_constant(claim)) {
        add(question.constants);
    } else if (claim.what == Claim::What::enum_size || claim.what == Claim::What::enum_sign) {
        add(question.enums);
    } else {
        add(question.records);
    }
}

}  // namespace

truth::Question question_of(const std::vector<Finding>& errors, const std::string& prefix,
                            const std::string& separator) {
    truth::Question question;
    for (const auto& finding : errors) {
        if (!finding.claim) continue;
        for (auto& claim : spelled(*finding.claim, prefix, separator)) {
            add_subject(claim, question);
            question.claims.push_back(std::move(claim));
        }
    }
    return question;
}

std::vector<Proven> proven(const std::vector<Finding>& errors, const std::string& separator,
                           const std::vector<ClaimAnswer>& answers) {
    std::vector<Proven> all;
    std::size_t next = 0;
    for (const auto& finding : errors) {
        if (!finding.claim) continue;
        std::optional<ClaimAnswer> answer;
        for (const auto& claim : spelled(*finding.claim, "", separator)) {
            const auto one = next < answers.size() ? answers[next] : ClaimAnswer{};
            answer = answer ? both(claim, *answer, one) : one;
            ++next;
        }
        all.push_back({finding, *answer});
    }
    return all;
}

}  // namespace abi::mutate

#include "check/answer.h"

#include <utility>

namespace abi {

TargetFacts facts_of_target(const WitnessAnswer& answer) {
    TargetFacts facts = answer.column;
    for (const auto& row : fact_table()) {
        if (!answer.layout.facts[row.fact].empty()) facts[row.fact] = answer.layout.facts[row.fact];
    }
    return facts;
}

Finding make_finding(Rule rule, const WitnessAnswer& answer, std::string record, std::string field,
                     std::string expected, std::string actual) {
    Finding finding;
    finding.rule = rule;
    finding.level = row_of(rule).level;
    finding.record = std::move(record);
    finding.field = std::move(field);
    finding.layer = answer.layer;
    finding.target = answer.target;
    finding.expected = std::move(expected);
    finding.actual = std::move(actual);
    return finding;
}

}  // namespace abi

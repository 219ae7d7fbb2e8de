#include "check/answer.h"

#include <utility>

namespace abi {

Finding make_finding(Rule rule, const WitnessAnswer& answer, std::string record, std::string field) {
    Finding finding;
    finding.rule = rule;
    finding.level = row_of(rule).level;
    finding.record = std::move(record);
    finding.field = std::move(field);
    finding.layer = answer.layer;
    finding.target = answer.target;
    return finding;
}

}  // namespace abi

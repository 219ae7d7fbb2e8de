#include "check/testimony.h"

#include <utility>

namespace abi {

Finding make_finding(Rule rule, const Testimony& testimony, std::string record, std::string field) {
    Finding finding;
    finding.rule = rule;
    finding.level = row_of(rule).level;
    finding.record = std::move(record);
    finding.field = std::move(field);
    finding.layer = testimony.layer;
    finding.target = testimony.target;
    return finding;
}

std::string list(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace abi

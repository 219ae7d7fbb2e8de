#include "check/stale.h"

#include <algorithm>

#include "model/words.h"

namespace abi {
namespace {

std::string brief(const std::string& digest) {
    return digest.substr(0, 12);
}

Finding stale(const WitnessAnswer& answer, const std::string& record, const std::string& field,
              const std::string& object) {
    Finding finding = make_finding(Rule::stale, answer, record, field);
    finding.witness = answer.witness;
    finding.place.file = object;
    finding.remedy = "rebuild " + object;
    return finding;
}

void check_stamp(const Digests& now, const Stamp& stamp, const WitnessAnswer& answer, std::vector<Finding>& findings) {
    bool has_known_record = false;
    for (const auto& [name, digest] : stamp.record_digests) {
        const auto known = now.records.find(name);
        if (known == now.records.end()) continue;
        has_known_record = true;
        if (known->second == digest) continue;
        Finding finding = stale(answer, name, "", stamp.object);
        finding.expected = known->second;
        finding.actual = digest;
        finding.message = stamp.object + " was built against another definition of " + name + " (digest " +
                          brief(digest) + "…, the spec's is " + brief(known->second) + "…)";
        findings.push_back(std::move(finding));
    }
    // If records have digests of their own, then the spec's digest does not count: it changes with any other record.
    if (has_known_record || stamp.spec_digest.empty()) return;
    if (std::ranges::find(now.specs, stamp.spec_digest) != now.specs.end()) return;
    Finding finding = stale(answer, stamp.object, "", stamp.object);
    finding.expected = join(now.specs);
    finding.actual = stamp.spec_digest;
    finding.message = stamp.object + " was built against another spec (digest " + brief(stamp.spec_digest) + "…)";
    findings.push_back(std::move(finding));
}

}  // namespace

std::vector<Finding> check_stale(const Digests& now, const WitnessAnswer& answer) {
    std::vector<Finding> findings;
    for (const auto& stamp : answer.stamps) check_stamp(now, stamp, answer, findings);
    for (const auto& [object, source] : answer.changed) {
        Finding finding = stale(answer, object, source, object);
        finding.message = object + " was built from another version of " + source + " than the one here";
        finding.related.push_back({{source, 0, 0, 0, 0}, "it has changed since"});
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace abi

#include "check/unseen_padding.h"

#include <algorithm>

#include "check/compare.h"
#include "check/witnesses.h"
#include "model/find.h"
#include "model/readers.h"

namespace abi {
namespace {

/// The record as a witness sees it that lists unnamed bit-fields, or null.
const Record* listed_by_a_witness(const std::string& record, std::span<const WitnessAnswer> witnesses) {
    for (const auto& witness : witnesses) {
        const auto* const reader = find_named(reader_kinds, witness.witness);
        const Record* seen = find_record(witness.layout, record);
        const bool is_seen = seen != nullptr && seen->size_bytes && !lacks_fields(*seen);
        if (is_seen && (reader == nullptr || reader->lists_unnamed_bits)) return seen;
    }
    return nullptr;
}

bool is_padded(const Record& expected, const Record& seen, const std::string& field) {
    return std::ranges::none_of(compare_records(expected, seen), [&](const Difference& one) {
        return one.rule == Rule::implicit_padding && one.field == field;
    });
}

void tell_unknown(Finding& finding) {
    finding.instead_of = finding.rule;
    finding.rule = Rule::unverified;
    finding.level = row_of(finding.rule).level;
    finding.message += "; an unnamed bit-field may declare them, which debug information does not list";
    finding.remedy =
        "give the bit-field the name `" + finding.field + "`, or add a witness that lists unnamed ones (clang)";
}

}  // namespace

void settle_unseen_padding(const Record& expected, std::span<const WitnessAnswer> witnesses,
                           std::vector<Finding>& findings, std::size_t first) {
    const auto is_meant = [&](const Finding& finding) {
        const auto* const field = find_named(expected.fields, finding.field);
        return finding.rule == Rule::implicit_padding && field != nullptr && field->bit_width;
    };
    if (std::ranges::none_of(std::span(findings).subspan(first), is_meant)) return;
    const Record* seen = listed_by_a_witness(expected.name, witnesses);
    const auto begin = findings.begin() + static_cast<std::ptrdiff_t>(first);
    findings.erase(std::remove_if(begin, findings.end(),
                                  [&](const Finding& finding) {
                                      return is_meant(finding) && seen != nullptr &&
                                             is_padded(expected, *seen, finding.field);
                                  }),
                   findings.end());
    if (seen != nullptr) return;
    for (std::size_t i = first; i < findings.size(); ++i) {
        if (is_meant(findings[i])) tell_unknown(findings[i]);
    }
}

}  // namespace abi

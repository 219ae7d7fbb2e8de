// Several witnesses of one layer on one target: who is believed, who contradicts, who is blind.
//
//     clang ─┐
//     dwarf ─┼─► believe ─► one answer ─► conform
//     probe ─┘      └─► evidence: what each of them saw of a record
//
// No single source of evidence is trusted. Of a record, the first witness that sees its fields is believed; the others
// are compared with it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "check/answer.h"
#include "model/finding.h"

namespace abi {

/// What the layer says: each record, enumeration and constant from the first witness that knows it. Problems, second
/// definitions and stamps are those of all witnesses.
WitnessAnswer combine(std::span<const WitnessAnswer> witnesses);

struct RecordEvidence {
    std::vector<Evidence> evidence;  // by witness, in their order
    std::vector<Finding> findings;   // abi-evidence: another layout than the one believed; abi-unknown: blind
};

/// What each witness saw of a record of the spec. `believed` is null where nobody knows it.
RecordEvidence evidence_of(const std::string& record, const Record* combined, std::span<const WitnessAnswer> witnesses);

/// abi-evidence for constants and enumerators that the layer was asked for and that two witnesses give different
/// values.
std::vector<Finding> evidence_of_constants(std::span<const WitnessAnswer> witnesses);

/// The witness sees that the record is there and how large it is, and cannot vouch for what it is made of.
bool lacks_fields(const Record& record);

}  // namespace abi

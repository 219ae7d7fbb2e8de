// Combines the witnesses of one layer on one target, and compares them with each other.
//
//     clang ─┐
//     dwarf ─┼─► combine ─► one answer ─► conform
//     probe ─┘      └─► evidence: what each of them saw of a record
//
// No single source of evidence is trusted. For each record, the combined answer takes the first witness that sees its
// fields, and the other witnesses are compared with that one.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "check/answer.h"
#include "model/finding.h"
#include "model/name_index.h"

namespace abi {

/// The answer of the layer: each record, enumeration and constant from the first witness that knows it; a witness that
/// answered for another target comes after all others. Problems, other definitions and stamps are those of all
/// witnesses.
WitnessAnswer combine(std::span<const WitnessAnswer> witnesses);

/// The answers of all layers on all targets, in the order of the configuration.
struct AllAnswers {
    std::vector<WitnessAnswers> by_witness;  // one entry per layer and target
    std::vector<WitnessAnswer> combined;     // combined[i] is the combination of by_witness[i]
    std::vector<Problem> problems;           // of all entries, in their order
};

/// Marks the witnesses that answered for another target, combines the witnesses of each layer and target, and collects
/// their problems.
AllAnswers combine_all(std::vector<WitnessAnswers> by_witness);

/// The same for a caller that does not compare the witnesses: `by_witness` stays empty, so that no layout is copied.
AllAnswers combine_only(std::vector<WitnessAnswers> by_witness);

/// The combined layout of each layer and target on which it exists.
std::vector<Layout> layouts_of(AllAnswers answers);

struct RecordEvidence {
    std::vector<Evidence> evidence;  // by witness, in their order
    std::vector<Finding> findings;   // abi-evidence: differs from the combined layout; abi-unknown: fields unknown;
                                     // abi-silent: does not know the record
};

/// What each witness saw of a record of the spec. `combined` is null if no witness knows the record.
RecordEvidence evidence_of(const std::string& record, const Record* combined, std::span<const WitnessAnswer> witnesses);

/// The same for many records. `records`: those of each witness, by name.
RecordEvidence evidence_of(const std::string& record, const Record* combined, std::span<const WitnessAnswer> witnesses,
                           std::span<const NameIndex<Record>> records);

/// The records of each witness by name.
std::vector<NameIndex<Record>> records_by_name(std::span<const WitnessAnswer> witnesses);

/// One finding (abi-evidence) for each constant or enumerator that has different values in two witnesses. Only those
/// that the layer was asked for are compared: of several values with one name, the one of the spec's enumeration.
std::vector<Finding> evidence_of_constants(const Layout& spec, std::span<const WitnessAnswer> witnesses);

/// Whether the witness knows that there is a record, but not its fields. It may know the size.
bool lacks_fields(const Record& record);

/// Whether the witness sees a declaration without a definition.
bool is_only_declared(const Record& record);

}  // namespace abi

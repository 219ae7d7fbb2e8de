// Compares the targets that the witnesses of one layer answered for: with the column of the report, with each other,
// and within one witness.
//
//     column:  aarch64, pointers of 64 bits        (triple and flags of the target)
//     clang:   aarch64, pointers of 64 bits   ✓
//     probe:   x86_64                         ✗   abi-target: the compiler of the host answered
//
// A fact that one side does not know is not compared. Two words that mean the same ABI are equal.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "check/answer.h"

namespace abi {

/// Whether two values of a fact exclude each other.
bool facts_differ(Fact fact, const std::string& a, const std::string& b);

/// Sets WitnessAnswer::other_target of each witness that answered for another machine than the column's.
void mark_other_targets(WitnessAnswers& witnesses);

/// At most one finding (abi-target) for each witness: it answered for another target than the column, than a witness
/// before it, or its units answered for different ones. While one of them stands, no cell of the layer on this target
/// conforms.
std::vector<Finding> check_targets(const WitnessAnswers& witnesses);

/// Findings (abi-unverified) for fields of `actual` whose size the ABI leaves to the compiler: an enumeration without a
/// stated width, if no witness knows the compiler's choice (see `open_choice`) and the choices differ for its values.
std::vector<Finding> check_open_enums(const Record& expected, const Record& actual, const WitnessAnswer& combined,
                                      std::span<const WitnessAnswer> witnesses);

}  // namespace abi

// What the user says about the bytes: which records they are packets of.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "explain/rank.h"

namespace abi {

/// How much more evidence than another result one needs to be sure (odds of 16384 to 1). It must also exceed the other
/// by a share of its evidence without tags, because an error of the expectations repeats in every packet.
double lead_needed(const Fit& best);

bool is_named(const Fit& fit, std::span<const std::string> records);

/// Moves the best fit of a named record to the front, unless the first one is another record's and is sure, or unless
/// it lacks the bits of evidence that are needed to explain anything and the first one does not. Returns whether it
/// moved one.
bool prefer(std::span<const std::string> records, double needed, std::vector<Fit>& fits);

/// The answer rests on what the user says; without that, `first` would be first.
std::string words_for_preferred(const Fit& first);

/// The bytes speak so clearly that what the user says is wrong.
std::string words_for_denied(std::span<const std::string> records, std::span<const Fit> fits);

}  // namespace abi

// Checks that compiled files were built from today's sources and today's spec.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "check/answer.h"

namespace abi {

/// The digests of today's specs: SHA-256, lower-case hexadecimal. Notes in compiled files are compared with them.
struct Digests {
    std::vector<std::string> specs;
    std::map<std::string, std::string> records;  // the spec's name -> digest
};

/// Findings of the rule abi-stale: for each record of which an object was built with another definition; for each
/// object without digests of records that was built with another spec; and for each object that was built from another
/// text of one of its sources. An object without a note is not a finding.
std::vector<Finding> check_stale(const Digests& now, const WitnessAnswer& answer);

}  // namespace abi

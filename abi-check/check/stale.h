// Does a compiled file come from the sources and the spec that lie here now?
#pragma once

#include <map>
#include <string>
#include <vector>

#include "check/answer.h"

namespace abi {

/// What notes in compiled files are compared with: SHA-256, lower-case hexadecimal.
struct Digests {
    std::vector<std::string> specs;
    std::map<std::string, std::string> records;  // the spec's name -> digest
};

/// abi-stale, per record that an object was built with another definition of; for an object without digests of its
/// records, per object whose spec is none of ours; and per object that was made from another text of one of its
/// sources. An object without a note is no finding: whoever wants one asks the build for it.
std::vector<Finding> check_stale(const Digests& now, const WitnessAnswer& answer);

}  // namespace abi

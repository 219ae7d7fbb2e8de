// What a reader gives: a layout for one target, and the problems it met. A reader never throws and
// never decides: a unit that does not compile is a problem, and its records are not in the layout.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/problem.h"
#include "model/target.h"

namespace abi {

/// What the notes `.note.abi-check` of one object say: the spec that it was built against. Digests are SHA-256 in
/// lower-case hexadecimal.
struct Stamp {
    std::string object;       // as the user knows it, "build/a.o" or "libx.a(a.o)"
    std::string spec_digest;  // empty: no note of type 1
    std::vector<std::pair<std::string, std::string>> record_digests;  // name, digest; notes of type 2
};

/// A source that is no longer the one an object was made from: its MD5 in the line table (DWARF 5, 6.2.4.1) is not
/// the file's.
struct ChangedSource {
    std::string object;
    std::string source;
};

struct Reading {
    Layout layout;
    std::vector<Problem> problems;          // per unit: the compiler's first error
    std::vector<std::string> units;         // files that were read to the end
    std::vector<Record> other_definitions;  // same name as a record of the layout, another layout (ODR)
    std::vector<Stamp> stamps;               // objects only
    std::vector<ChangedSource> changed;      // objects only
};

}  // namespace abi

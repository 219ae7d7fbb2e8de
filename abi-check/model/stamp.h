// What a compiled file says about what it was made from.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace abi {

/// The notes `.note.abi-check` of one object: the spec that it was built against. Digests are SHA-256 in lower-case
/// hexadecimal.
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

}  // namespace abi

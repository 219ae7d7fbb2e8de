// What a compiled file records about its sources.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace abi {

/// The notes `.note.abi-check` of one object: the spec that it was built against. Digests are SHA-256 in lower-case
/// hexadecimal.
struct Stamp {
    std::string object;       // as messages name it, "build/a.o" or "libx.a(a.o)"
    std::string spec_digest;  // empty: no note of type 1
    std::vector<std::pair<std::string, std::string>> record_digests;  // name, digest; notes of type 2
};

/// A source that changed after an object was compiled from it: the MD5 in the line table (DWARF 5, 6.2.4.1) differs
/// from that of the file.
struct ChangedSource {
    std::string object;
    std::string source;
};

}  // namespace abi

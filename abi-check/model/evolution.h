// A record as it was at an older version of its spec.
//
//     field     since        at version "1"        at version "2"
//     flags                  flags                 flags
//     queue     2            (reserved)            queue
//     reserved               reserved              reserved
//     time      3            -                     -           appended: the record grows at its end
//
// A field that a later version added lies in bytes that were reserved before, or behind the end of a record that grows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/layout.h"

namespace abi {

/// Whether the text is a version: numbers with dots between them, such as "2" or "6.1".
bool is_version(std::string_view text);
inline constexpr const char* version_words = "a version: numbers with dots between them, such as 2 or 6.1";

/// Whether version `a` is newer than version `b`, number by number: "6.10" is newer than "6.9", and "2.1" than "2".
/// No version ("") is older than all others.
bool is_newer(std::string_view a, std::string_view b);

/// The versions that the fields of the record name, the oldest first, each once.
std::vector<std::string> versions_of(const Record& record);

/// Whether the record had any field at the version ("" is the newest).
bool exists_at(const Record& record, std::string_view version);

/// The record of a spec as it was at the version. Fields that are newer become padding, together with the reserved
/// bytes beside them. A record that grows at its end is as short as it was then (at least min_size_bytes), and must
/// have all fields of that version. Fields named in `keep` stay although they are newer.
Record at_version(const Record& record, std::string_view version, const std::vector<std::string>& keep = {});

}  // namespace abi

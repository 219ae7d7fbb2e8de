// What a declaration may have more or less than the spec, because the record grows at its end.
//
//     the spec    | size | flags | queue |         min_size 8, size 12
//     an old one  | size | flags |                 agrees as far as it goes: conforms
//     a newer one | size | flags | queue | time |  agrees as far as the spec goes: conforms, with the note abi-newer
//     too short   | size |                         shorter than min_size: abi-size
#pragma once

#include <vector>

#include "check/compare.h"

namespace abi {

/// Whether the declaration must have a field of the spec. A shorter declaration of a record that grows need not have
/// the fields behind its own end, if min_size_bytes allows that.
bool is_required(const Record& expected, const Record& actual, const Field& field);

/// Whether a field lies behind the end of a record that grows: a newer version appended it.
bool is_appended(const Record& expected, const Field& actual);

/// Adds the difference in size, if there is one. Too short for a record that grows is `abi-size`, longer is
/// `abi-newer`.
void compare_sizes(const Record& expected, const Record& actual, std::vector<Difference>& differences);

/// The spec's record for a layer that stands at a version of the spec ("" is the newest). Fields that are newer than
/// the version and that `actual` has nevertheless stay, so that they are compared, and their names are added to
/// `early`.
Record expected_at(const Record& expected, const Record& actual, const std::string& version,
                   std::vector<std::string>& early);

/// Why a declaration of another size, or of an older version, conforms: "prefix of 40 of 48 bytes". "" if it is
/// neither.
std::string growth_text(const Record& spec, const Record& actual, const std::string& version);

/// Copies to each record whether it may grow, from the record of the same name in the spec. A reader cannot know it.
void take_growth(const Layout& spec, Layout& layout);

}  // namespace abi

// A fixture file: raw packets in hexadecimal, with the expected answer to each.
//
//     { "record": "CmdPacket", "key": "000102…0f",
//       "cases": [ { "name": …, "doc": …, "bytes": "00040000 …", "verdict": "VERDICT_OK",
//                    "fields": { "kind": "0x400", … } } ] }
//
// Editors use spec/fixtures.schema.json. This reader checks the same rules, and also that names exist in the spec and
// that `fields` are what the spec decodes.
#pragma once

#include <string_view>

#include "replay/replay.h"

namespace abi {

/// The same as read_fixtures, but from text. `path` is for messages.
Result<FixtureSet> parse_fixtures(std::string_view text, const std::string& path, const Layout& spec);

}  // namespace abi

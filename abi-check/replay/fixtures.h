// A fixture file: raw packets in hexadecimal, and the answer that each deserves.
//
//     { "record": "CmdPacket", "key": "000102…0f",
//       "cases": [ { "name": …, "doc": …, "bytes": "00040000 …", "verdict": "VERDICT_OK",
//                    "fields": { "kind": "0x400", … } } ] }
//
// spec/fixtures.schema.json describes it to editors; this reader checks the same and what a schema
// cannot: that names exist in the spec and that `fields` are what the spec decodes.
#pragma once

#include <string_view>

#include "replay/replay.h"

namespace abi {

/// As read_fixtures, from text; `path` is for messages.
Result<FixtureSet> parse_fixtures(std::string_view text, const std::string& path, const Layout& spec);

}  // namespace abi

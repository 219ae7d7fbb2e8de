// Splits a record of a spec into its layouts. A record may have several, each for its own targets:
//
//     { "name": "epoll_event", "size": 16, "align": 8, "fields": [events at 0, data at 8],
//       "layouts": [{ "targets": ["x86_64"], "size": 12, "align": 4, "packed": true,
//                     "fields": [{ "name": "data", "offset": 4 }] }] }
//
// The members of an entry of "layouts" take the place of the record's. Its fields are merged by name: an entry states
// only what differs, and fields that the record does not have. A record without "size" only holds what is common.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/problem.h"

namespace abi {

/// JSON pointers to a record and its fields, for messages.
struct RecordPointers {
    std::string record;
    std::vector<std::string> fields;
};

/// The pointers of a document in which each record has one layout.
std::vector<RecordPointers> plain_pointers(const Layout& layout);

/// One layout of a record, written as a record without "layouts".
struct RecordNode {
    nlohmann::json node;
    RecordPointers pointers;
};

/// All layouts of all records, in their order; the one of the record itself comes first. `records` is valid under the
/// schema.
std::vector<RecordNode> record_nodes(const nlohmann::json& records, const std::string& pointer,
                                     std::vector<Problem>& problems);

}  // namespace abi

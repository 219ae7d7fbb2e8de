// Writes several layouts of one record as one record with "layouts", which states what is common once. The opposite of
// record_nodes.h:
//
//     event { size 16, data at 8 }, event on x86_64 { size 12, data at 4 }
//         ─► event { size 16, data at 8, "layouts": [{ "targets": ["x86_64"], size 12, "fields": [data at 4] }] }
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

namespace abi {

/// One record for all `layouts`: records of one name, without "layouts". If one of them names no targets, it is the
/// layout of the record itself; otherwise the record only holds what is common. Returns nothing if record_nodes() would
/// not make the same layouts of it again, for example because a layout lacks a "doc" that the record has. The layouts
/// can then be written as several records of one name.
std::optional<nlohmann::ordered_json> common_node(const std::vector<nlohmann::ordered_json>& layouts);

}  // namespace abi

// The digest of a spec. Two binaries with equal digests were built against the same layouts.
//
// It is the SHA-256 (FIPS 180-4) of the canonical form, which is text, UTF-8, each line ended by "\n":
//
//     abi-spec 1                                       the version of this form
//     byte_order little
//     constant u32 0x400 CMD_SYS_EXEC                  constants by name; of an expression its value, unless
//     constant u32 size event EVENT_BYTES                that depends on the target
//     enum u32 CmdKind                                 enums by name,
//     value 0x400 CMD_SYS_EXEC                           each followed by its values by name
//     record struct 32 16 CmdPacket                    records by name: kind, size, align in bytes,
//     packed                                             then these four only if they apply,
//     grows_at_end
//     pointer_bytes 8
//     target riscv64                                     targets by name,
//     field 0 tag CmdKind kind                           and the fields: offset in bits, role, type, name
//
// Numbers are written by abi::to_string(Integer), types as in a spec. The order of keys and declarations, white space,
// the spelling of numbers, the spec's name, docs and history do not matter, because they do not change a byte that
// programs exchange.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/layout.h"

namespace abi {

/// The canonical form of a whole layout.
std::string canonical_form(const Layout& layout);

/// SHA-256 of the canonical form: 64 hexadecimal digits.
std::string digest(const Layout& layout);

/// The same for the record of this name with the records and enums that it is made of, and nothing else: it does not
/// change when another part of the spec changes. It covers all layouts of the record, so it is the same on all targets.
std::string record_digest(const Layout& layout, const std::string& record);

/// The name and the digest of each record, each name once, in the order of the layout.
std::vector<std::pair<std::string, std::string>> record_digests(const Layout& layout);

/// The same for these records only, by their names. A digest covers what a record holds, so those of all records of a
/// spec take more than linear time if they hold each other.
std::map<std::string, std::string> record_digests(const Layout& layout, const std::set<std::string>& records);

}  // namespace abi

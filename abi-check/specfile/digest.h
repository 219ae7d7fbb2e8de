// The digest of a spec: what two binaries compare to know that they were built against the same bytes.
//
// It is the SHA-256 (FIPS 180-4) of the canonical form, which is text, UTF-8, each line ended by "\n":
//
//     abi-spec 1                                       the version of this form
//     byte_order little
//     constant u32 0x400 CMD_SYS_EXEC                  constants by name
//     enum u32 CmdKind                                 enums by name,
//     value 0x400 CMD_SYS_EXEC                           each followed by its values by name
//     record struct 32 16 CmdPacket                    records by name: kind, size, align in bytes,
//     packed                                             then these four only where they apply,
//     grows_at_end
//     pointer_bytes 8
//     target riscv64                                     targets by name,
//     field 0 tag CmdKind kind                           and the fields: offset in bits, role, type, name
//
// Numbers are written as abi::to_string(Integer) does, types as in a spec. Key order, white space, the
// order of declarations, how a number is spelled, the spec's name, docs and history do not matter: none
// of them changes a byte that is exchanged today.
#pragma once

#include <string>

#include "model/layout.h"

namespace abi {

/// The canonical form of a whole layout.
std::string canonical_form(const Layout& layout);

/// SHA-256 of the canonical form: 64 hexadecimal digits.
std::string digest(const Layout& layout);

/// The same for one record with the records and enums that it is made of, and nothing else: it stays
/// when another part of the spec changes.
std::string record_digest(const Layout& layout, const Record& record);

}  // namespace abi

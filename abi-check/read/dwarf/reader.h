// The DWARF reader: layouts from the debug information of compiled files, in any language.
//
//     file ─► object::Image ─► Program (units) ─► Types ─► Declarations per unit ─► merge ─► Reading
#pragma once

#include "read/object/request.h"
#include "read/reading.h"

namespace abi::dwarf {

/// Reads layouts from DWARF 2 to 5. Records have the names of their language ("core::CmdPacket", "channel.CmdPacket",
/// "CmdPacket"). If the compiler does not describe the members of a record, the record has a size and no fields, and
/// `fields_unknown` tells why. The result does not depend on `jobs`.
Reading read(const object::Request& request);

}  // namespace abi::dwarf

// The DWARF reader: layouts from the debug information of compiled files, in any language.
//
//     file ─► object::Image ─► Program (units) ─► Types ─► Declarations per unit ─► merge ─► Reading
#pragma once

#include "read/object/request.h"
#include "read/reading.h"

namespace abi::dwarf {

/// Layouts from DWARF 2 to 5. A record is named as its language names it ("core::CmdPacket", "channel.CmdPacket",
/// "CmdPacket"). One whose members the language's compiler does not describe has a size, no field, and says in `blind`
/// why. The result does not depend on `jobs`.
Reading read(const object::Request& request);

}  // namespace abi::dwarf

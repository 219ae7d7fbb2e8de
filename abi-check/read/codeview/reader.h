// The CodeView reader: layouts from the debug information of Microsoft's tools, and of clang-cl.
#pragma once

#include "read/object/request.h"
#include "read/reading.h"

namespace abi::codeview {

/// Reads the sections .debug$T and .debug$S of COFF objects, also in archives, and PDB files.
Reading read(const object::Request& request);

}  // namespace abi::codeview

// The CodeView of PDB files. LLVM reads the container (MSF) and the records; the headers of the streams are its
// RawTypes.
#pragma once

#include <string>
#include <string_view>

#include "llvm/TargetParser/Triple.h"
#include "model/problem.h"
#include "read/codeview/image.h"

namespace abi::codeview {

/// Whether the bytes begin like a PDB of the format that Visual C++ 7 and newer write.
bool is_pdb(std::string_view bytes);

/// Reads the streams of a PDB. `bytes` must outlive the image. Problems have no place. The memory that it takes is in
/// proportion to `bytes`, whatever sizes they claim.
Result<Image> read_pdb_file(std::string_view bytes, const std::string& name);

}  // namespace abi::codeview

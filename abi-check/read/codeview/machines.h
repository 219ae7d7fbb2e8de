// Which files have CodeView, and for which machines.
#pragma once

#include <string>
#include <vector>

#include "llvm/TargetParser/Triple.h"

namespace abi::codeview {

/// Whether a file is a PDB, or a COFF object or an archive of such that has CodeView in it. Files of other formats are
/// not read beyond their first bytes.
bool has_codeview(const std::string& path);

/// The machines of such a file as triples, each once: "x86_64-pc-windows-msvc". Empty if it does not tell.
std::vector<llvm::Triple> machines_of(const std::string& path);

}  // namespace abi::codeview

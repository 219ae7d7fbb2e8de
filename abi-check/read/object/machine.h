// Whether a file is compiled, and for which machine; nothing else of it is read.
#pragma once

#include <string>
#include <vector>

#include "llvm/TargetParser/Triple.h"

namespace abi::object {

/// An object, an archive, a program or a library of any format, by how it begins.
bool is_compiled_file(const std::string& path);

/// The machines of a compiled file, each once, in the order of its members; several in an archive that mixes them and
/// in a universal binary. Empty when no object is in it.
std::vector<llvm::Triple> machines_of(const std::string& path);

/// ARM's two modes are one machine: what differs is code, not layouts.
bool is_same_machine(llvm::Triple::ArchType a, llvm::Triple::ArchType b);

/// How targets call a machine: "aarch64", "armv7", "bpf".
std::string name_of_machine(const llvm::Triple& machine);

}  // namespace abi::object

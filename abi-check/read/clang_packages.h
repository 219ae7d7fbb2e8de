// Which Debian package brings the headers of a C or C++ library for a machine.
#pragma once

#include <string>

#include "llvm/ADT/StringRef.h"
#include "llvm/TargetParser/Triple.h"

namespace abi {

/// The package of Debian 12 that has `header` ("stdio.h", "sys/types.h", "vector",
/// "linux/ioctl.h") for a machine: "libc6-dev-riscv64-cross", or "libc6-dev" if
/// the machine is our own. Empty when the header belongs to no library that every
/// machine has, or when Debian has none for this one.
std::string package_with_header(llvm::StringRef header, const llvm::Triple& machine);

}  // namespace abi

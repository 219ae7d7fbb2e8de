// Which Debian package brings the headers of a C or C++ library for a machine.
#pragma once

#include <string>

#include "llvm/ADT/StringRef.h"
#include "llvm/TargetParser/Triple.h"

namespace abi::clang_reader {

/// The package of Debian 12 that has `header` ("stdio.h", "sys/types.h", "vector",
/// "linux/ioctl.h") for a machine: "libc6-dev-riscv64-cross", or "libc6-dev" if
/// the machine is our own. Empty when the header belongs to no library that every
/// machine has, or when Debian has none for this one.
std::string package_with_header(llvm::StringRef header, const llvm::Triple& machine);

/// The package without which clang does not look where a machine's cross packages put their headers: it takes that
/// folder from where it finds a GCC for the machine. Those of libstdc++ bring it along; those of libc6 and of the
/// kernel do not. "libgcc-12-dev-riscv64-cross"; empty when the machine is our own, or Debian has none for it.
std::string package_to_look_by(const llvm::Triple& machine);

}  // namespace abi::clang_reader

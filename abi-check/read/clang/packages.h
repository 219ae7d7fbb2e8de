// The Debian packages that contain the headers of the C and C++ libraries for a machine.
#pragma once

#include <string>

#include "llvm/ADT/StringRef.h"
#include "llvm/TargetParser/Triple.h"

namespace abi::clang_reader {

/// The package of Debian 12 that has `header` ("stdio.h", "sys/types.h", "vector", "linux/ioctl.h") for a machine:
/// "libc6-dev-riscv64-cross", or "libc6-dev" if it is the host. Returns "" if the header does not belong to the C or
/// C++ library or the kernel, or if Debian has no such package for the machine.
std::string package_with_header(llvm::StringRef header, const llvm::Triple& machine);

/// The package that clang needs to find the headers of a machine's cross packages: "libgcc-12-dev-riscv64-cross". Clang
/// searches the folder of the headers only if it finds a GCC for the machine. The packages of libstdc++ depend on it;
/// those of libc6 and of the kernel do not. Returns "" if the machine is the host, or if Debian has no such package.
std::string package_to_look_by(const llvm::Triple& machine);

}  // namespace abi::clang_reader

// The machine that a compile command compiles for.
#pragma once

#include <string>
#include <vector>

#include "llvm/TargetParser/Triple.h"

namespace abi::clang_reader {

/// The machine of a command, as clang's driver sees it: its last --target, changed by -m32, -mbig-endian, -march=rv32…,
/// -mabi=n32 and the like, or the host if it names none. Reads no file and prints nothing.
llvm::Triple machine_of(const std::vector<std::string>& command);

/// Adds what the name of the compiler says: --target= of a cross compiler ("arm-none-eabi-gcc", "emcc") and the mode of
/// a C++ compiler ("g++"). Removes launchers ("ccache", "env A=b"). A machine that LLVM does not know is added as it is
/// spelled, so that clang refuses it by name instead of compiling for the host.
void add_named_machine(std::vector<std::string>& command);

/// What the GCC of a command assumes for a machine, and clang does not: -fshort-enums for Arm without an operating
/// system. Empty if the compiler is not GCC, or if the command selects an ABI other than aapcs.
std::vector<std::string> defaults_of_gcc(const std::vector<std::string>& command, const llvm::Triple& machine);

/// Whether both are one architecture with one byte order. Arm and Thumb are one architecture.
bool is_same_machine(const llvm::Triple& a, const llvm::Triple& b);

/// Whether both have the same operating system and environment.
bool is_same_system(const llvm::Triple& a, const llvm::Triple& b);

}  // namespace abi::clang_reader

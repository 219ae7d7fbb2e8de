// The target facts that the headers of an object file state.
#pragma once

#include "llvm/Object/ObjectFile.h"
#include "model/target_facts.h"

namespace abi {

/// The machine that an object is for. MIPS n32 is code for mips64 in a 32-bit file (EF_MIPS_ABI2). LLVM calls every Arm
/// object little-endian.
llvm::Triple::ArchType machine_of_object(const llvm::object::ObjectFile& object);

/// The same as a triple, with the version of the architecture ("armv7") where the object states it.
llvm::Triple triple_of_object(const llvm::object::ObjectFile& object);

/// Architecture, byte order and size of a pointer; for Arm also what the build attributes state ("Addenda to, and
/// Errata in, the ABI for the Arm Architecture", 3.3.5): the least size of an enumeration and the size of wchar_t.
/// Other facts are empty. The bytes are untrusted: attributes that cannot be read are ignored.
TargetFacts facts_of_object(const llvm::object::ObjectFile& object);

}  // namespace abi

// Target facts that every reader states in the same words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "llvm/TargetParser/Triple.h"
#include "read/reading.h"

namespace abi {

/// LLVM's word for an architecture. Arm and Thumb code have the same layouts, so both are "arm". Empty: unknown.
std::string architecture_word(llvm::Triple::ArchType arch);

/// Sets the architecture, the system ("none" without an operating system), the environment and the byte order.
void set_machine(const llvm::Triple& triple, TargetFacts& facts);

/// Sets the byte order, and the end where bit-fields begin. In the ABIs of all targets that LLVM knows, bit-fields
/// begin at the highest bit if the byte order is big.
void set_byte_order(bool is_little, TargetFacts& facts);

/// Sets a fact of the reading and of its units to a value, if the reading knows it; "": to unknown.
void set_fact(Fact fact, const std::string& value, Reading& reading);

/// Whether the EABI of the machine leaves the least size of an enumeration to the compiler (see `open_choice`).
bool leaves_enums_open(const llvm::Triple& triple);

/// Whether a command states that size: -fshort-enums or -fno-short-enums.
bool states_enum_size(const std::vector<std::string>& arguments);

/// Adds the facts of a unit to those of the reading. A fact that two units know differently keeps its first value; the
/// reading lists both units in `unit_facts`. All compilers are listed.
void add_facts(const std::string& unit, const TargetFacts& facts, Reading& reading);

}  // namespace abi

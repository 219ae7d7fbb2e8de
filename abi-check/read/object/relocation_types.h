// The types of relocations that debug sections use, by machine.
#pragma once

#include <cstdint>
#include <optional>

namespace abi::object {

/// What a relocation does with the bytes that it patches.
enum class Does {
    set,               // writes S + A
    add,               // adds S + A to the bytes
    subtract,          // subtracts S + A from the bytes
    set_uleb128,       // writes S + A as ULEB128, without a change of length
    add_uleb128,       // adds S + A to the ULEB128
    subtract_uleb128,  // subtracts S + A from the ULEB128
    keep               // nothing: the assembler wrote the value, or it is an address that no layout depends on
};

struct RelocationType {
    unsigned bytes = 0;  // number of bytes to patch; 0 for ULEB128 and `keep`
    Does does = Does::set;
};

/// The meaning of a type in an ELF file, by `e_machine` (ELF gABI). Nothing if the machine or the type is not known.
/// The numbers are those of the machines' ABI documents, as in LLVM's ELFRelocs and in the <elf.h> of glibc.
std::optional<RelocationType> elf_relocation_type(std::uint32_t machine, std::uint32_t type);

/// The same for a COFF file, by its `Machine` (PE format, "COFF Relocations").
std::optional<RelocationType> coff_relocation_type(std::uint32_t machine, std::uint32_t type);

}  // namespace abi::object

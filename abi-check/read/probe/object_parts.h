// The parts of an object file that have names, in ELF, COFF, Mach-O and WebAssembly.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "llvm/Object/ObjectFile.h"

namespace abi::probe {

struct NamedBytes {
    std::string name;  // as ELF has it, without "." or "_" at its begin
    std::string_view bytes;
};

/// The sections with one of these names. WebAssembly has data segments instead (tool conventions, "Linking",
/// WASM_SEGMENT_INFO). The bytes are those of the object, which is untrusted.
llvm::Expected<std::vector<NamedBytes>> sections_of(const llvm::object::ObjectFile& object,
                                                    std::span<const std::string_view> names);

/// The symbols in sections whose names begin with one of two words, each with the bytes from the symbol to the end of
/// its section: the caller knows how many it needs. All bytes together are not more than the file has.
std::vector<NamedBytes> symbols_of(const llvm::object::ObjectFile& object, std::string_view word,
                                   std::string_view other);

}  // namespace abi::probe

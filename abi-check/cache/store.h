// The folder of the cache: files that are written once, whole, and read whole.
//
// Any number of programs may use one folder at once, and each may be killed at any time. A file is written beside its
// place and renamed, so that no program reads half of one, and its head has a hash of the rest, so that a damaged file
// is no answer. A file that a killed program left half-written is removed by the next one that writes.
//
// All files together have at most `most_bytes` after each write: those that were not used for the longest time go
// first.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "llvm/Support/MemoryBuffer.h"

namespace abi {

inline constexpr std::uint64_t most_bytes_in_cache = 512U << 20U;

/// The content of a file of the cache, which `held` keeps.
struct Stored {
    std::unique_ptr<llvm::MemoryBuffer> held;
    std::string_view body;
};

/// Nothing if there is no such file, or if it is damaged. `magic`: the first bytes, which tell the format.
std::optional<Stored> load_stored(const std::string& path, std::string_view magic);

/// Does nothing, without a message, if the folder cannot be written to, or if the body has more than half of the bytes.
void store(const std::string& path, std::string_view magic, std::string_view body,
           std::uint64_t most_bytes = most_bytes_in_cache);

}  // namespace abi

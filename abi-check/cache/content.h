// What tells whether a file is as it was.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace abi {

/// A hash of what a file holds (XXH3, 128 bits).
struct ContentHash {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    friend bool operator==(const ContentHash&, const ContentHash&) = default;
};
ContentHash hash_of(std::string_view content);

/// What no program can set when it writes a file.
struct DiskStamp {
    std::uint64_t changed_ns = 0;  // ctime, since 1970; 0: unknown
    std::uint64_t device = 0;

    friend bool operator==(const DiskStamp&, const DiskStamp&) = default;
};

/// All zero if the path cannot be read.
DiskStamp stamp_on_disk(const std::string& path);

/// The time since 1970.
std::uint64_t now_ns();

/// The stamp of a file that changed less than this before it was recorded, or later, tells nothing: its next change
/// could have the same time.
inline constexpr std::uint64_t too_young_ns = 2'000'000'000;

}  // namespace abi

// The state of paths on the disk, asked for once in a run.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>

#include "cache/content.h"
#include "os/watch.h"

namespace abi {

/// What is at a path, as a look of this kind sees it.
struct PathState {
    enum class Kind { nothing, file, folder, link, other } kind = Kind::nothing;
    std::uint32_t mode = 0;                // permissions; of nothing: the error
    std::optional<ContentHash> content{};  // of a file, of the names in a folder that is listed, of where a link leads
    std::uint64_t size_bytes = 0;          // all below tell only whether the content may have changed
    std::uint64_t modified_ns = 0;         // since 1970
    std::uint64_t number = 0;              // of the file in its file system
    DiskStamp stamp{};
};

/// Whether nobody has changed it, as far as its numbers tell.
bool has_same_numbers(const PathState& a, const PathState& b);

/// Whether no program that looks can tell the two apart. Both must have their content.
bool is_same(const PathState& a, const PathState& b);

class Disk {
  public:
    /// The state now, without the content.
    static PathState state(const std::string& path, Look::How how);

    /// The state without the content, as it was when this was first asked for.
    const PathState& known_state(const std::string& path, Look::How how);

    /// Reads the content of a path that has this state. A file of which all numbers are equal is read once.
    ContentHash content(const std::string& path, const PathState& state);

  private:
    std::unordered_map<std::string, PathState> states_;  // by path, with the kind of the look before it
    std::map<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t>, ContentHash> contents_;
};

}  // namespace abi

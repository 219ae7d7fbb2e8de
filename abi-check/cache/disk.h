// The state of paths on the disk, asked for once in a run.
#pragma once

#include <cstdint>
#include <functional>
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

/// Whether all numbers of two states are equal. They hold the time of change, which no program can set.
bool has_same_numbers(const PathState& a, const PathState& b);

/// Whether no program that looks can tell the two apart. Both must have their content.
bool is_same(const PathState& a, const PathState& b);

/// Files of an older revision. They are laid out below a folder, where programs see them.
struct PastFiles {
    std::string folder{};  // FOLDER/a/b is /a/b at that revision; empty: there is no revision
    /// For a path of the work tree: the file on the disk that stands for it at the revision, if there is one.
    std::function<std::optional<std::string>(const std::string& path)> on_disk{};
    /// The state at the revision. Its content may be missing if its numbers identify it.
    std::function<PathState(const std::string& path, Look::How how)> state{};
    std::function<ContentHash(const std::string& path, const PathState& state)> content{};
};

class Disk {
  public:
    Disk() = default;
    explicit Disk(PastFiles past) : past_(std::move(past)) {}

    /// The name by which a path is asked for here: one below the folder of the past has the same name in each run.
    std::string name_of(const std::string& path) const;

    /// The state now, without the content.
    PathState state(const std::string& name, Look::How how) const;

    /// The state without the content, as it was when this was first asked for.
    const PathState& known_state(const std::string& name, Look::How how);

    /// Reads the content of a path that has this state. A file of which all numbers are equal is read once.
    ContentHash content(const std::string& name, const PathState& state);

  private:
    PastFiles past_{};
    std::unordered_map<std::string, PathState> states_;  // by path, with the kind of the look before it
    std::map<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t>, ContentHash> contents_;
};

}  // namespace abi

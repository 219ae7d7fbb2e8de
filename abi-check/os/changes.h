// Notices when files or folders change at which a piece of work looked.
//
//     paths ─► folders that hold them, and those above ─► FolderEvents ─► happened? ─┐
//       └────► size, times, number of the file, names in the folder ◄── changed? ◄───┘
//
// An event only wakes: whether a path changed is decided by what is there. So a file that was not found and appears,
// one that another file replaces by rename(2), a symbolic link that leads elsewhere, and a folder that is moved away
// are all noticed alike, and events of other files cost no work. Where the system does not report events, `why_polling`
// tells why, and the caller asks `changed` from time to time.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "os/folder_events.h"

namespace abi {

class Changes {
  public:
    /// Absolute paths, which need not exist. True: the names in this folder count, too.
    using Paths = std::map<std::string, bool>;

    /// Watches these paths, and no others. Returns whether one of them changed since the last call of `watch` or
    /// `changed`. A path that is new here counts as changed if it did after `since_ns` (coarse_now_ns).
    bool watch(const Paths& paths, std::uint64_t since_ns);

    /// Readable when something may have happened; -1: there are no events.
    int descriptor() const { return events_.descriptor(); }

    /// Whether something happened since the last call that may concern a path. Does not wait.
    bool happened();

    /// Whether a path is not as it was.
    bool changed();

    /// Why paths can change without an event; empty if they cannot.
    const std::string& why_polling() const { return why_polling_; }

  private:
    /// What is there. Only what tells that a path changed.
    struct State {
        enum class Kind { nothing, file, folder, other } kind = Kind::nothing;
        std::uint32_t mode = 0;
        std::uint64_t device = 0, number = 0, size_bytes = 0, modified_ns = 0, changed_ns = 0;
        std::string names{};  // in a folder, if they count

        friend bool operator==(const State&, const State&) = default;
    };
    struct Watched {
        bool is_listed = false;
        State state{};
    };
    /// What counts in a folder.
    struct Folder {
        std::unordered_set<std::string> names;  // of paths
        std::unordered_set<std::string> parts;  // of folders and links on the way to paths
        bool is_listed = false;
    };

    static State state_of(const std::string& path, bool is_listed);
    bool is_younger(const std::string& path, const State& state, std::uint64_t since_ns) const;
    std::string real_folder(const std::string& path, unsigned links);
    void find_folders(const std::string& path, bool is_listed, unsigned links);
    void watch_folders();

    FolderEvents events_;
    std::map<std::string, Watched> paths_;
    std::unordered_map<std::string, Folder> folders_;            // by real path
    std::unordered_map<std::string, std::string> real_folders_;  // "": it does not exist
    std::string why_polling_;
    bool is_moved_ = false;  // a folder on the way to a path is another
};

/// The time since 1970 by the clock that also gives files their times, so that the two can be compared.
std::uint64_t coarse_now_ns();

}  // namespace abi

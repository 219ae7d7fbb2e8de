// Asks a probe about a revision that was laid out in a folder (history/lay_out.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cache/disk.h"
#include "history/git_files.h"
#include "os/temporary_folder.h"
#include "read/probe/reader.h"

namespace abi {

/// A folder for a revision. It is empty until a compiler needs the files.
class LaidOut {
  public:
    explicit LaidOut(const Revision& revision) : revision_(revision) {}

    /// Empty if it could not be made.
    const std::string& folder() const { return folder_.path; }

    /// Writes the files, once. Returns why it could not.
    const std::vector<Problem>& write();

  private:
    Revision revision_;
    TemporaryFolder folder_{"revision"};
    std::optional<std::vector<Problem>> problems_{};
};

/// The files of a revision, for the cache.
PastFiles past_files(const Revision& revision, const std::string& folder);

/// The request with the revision's files. `folder`: where they are; `root`: the work tree, absolute. The sources, the
/// folder in which the compiler runs, and the paths in its command that lead into the work tree are those in `folder`.
probe::Request request_at(probe::Request request, const std::string& folder, const std::string& root);

/// A word of a command with `folder` before each path that leads into the work tree: "-I/home/me/inc" becomes
/// "-IFOLDER/home/me/inc".
std::string word_at(const std::string& word, const std::string& folder, const std::string& root);

/// Removes `folder` from all places, names of files and messages of an answer.
void show_as_in_work_tree(const std::string& folder, Reading& reading);

}  // namespace abi

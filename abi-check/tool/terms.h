// The files that state what is asked: the configuration, the specs and the baseline. With --config-from they are those
// of a revision, so that a change is judged by the rules of the branch that it wants to enter:
//
//     disk, or revision ─► Terms ─► configuration, specs, baseline ─► what is compared
//     disk ─────────────────────────────────────────────────────────► sources and objects
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "history/git_files.h"
#include "model/finding.h"
#include "model/problem.h"
#include "shard/shard_report.h"
#include "tool/paths_seen.h"

namespace abi {

class Terms {
  public:
    /// Those of the disk.
    Terms() = default;

    /// Those of the disk. The path of each file that is looked for is added to `seen`, which must outlive this.
    explicit Terms(PathsSeen& seen) : seen_(&seen) {}

    /// Those of a revision ("main", a tag, an object name) of the work tree that `folder` lies in.
    static Result<Terms> of_revision(const std::string& revision, const std::string& folder);

    /// Copies that the report of a shard holds, in the place of those of its disk or revision.
    static Terms of_shard(const Asked& asked);

    /// Those of a revision that was read already. `name` as messages show it.
    static Terms of_files(std::string name, Revision files);

    bool exists(const std::string& path) const;

    /// Whether the revision could have the file, but does not. False for a file that git ignores or that lies outside.
    bool lacks(const std::string& path) const;

    /// The text of a file. Problems name it `shown`.
    Result<std::string> read(const std::string& path, const std::string& shown) const;

    /// The path of a file as it is printed.
    std::string shown(const std::string& path) const;

    /// The revision, as messages name it: "main (1f0c3a5d2b11)". Empty: the disk.
    const std::string& revision() const { return revision_; }

    /// What the shard found out about files that differ between the revision and its disk. Null: these are no copies.
    const std::vector<Finding>* altered() const { return copies_ ? &copies_->altered : nullptr; }

  private:
    std::string revision_{};
    Revision files_{};
    std::optional<Asked> copies_{};
    PathsSeen* seen_ = nullptr;
};

/// A note for each of the files that differs between the revision and the disk, or that only one of them has: the
/// change that is checked alters what it is judged by. `effect` ends each message: ": this run asks what main has".
std::vector<Finding> altered_terms(const Terms& terms, const std::vector<std::string>& paths,
                                   const std::string& effect);

}  // namespace abi

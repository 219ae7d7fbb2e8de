// Finds the edits of --fix, and proves each one.
//
//     comparison ─► propose ─► edits in memory ─► clang reads them ─► fewer findings and none new?
//          ▲                                                             │ yes         │ no
//          └──────────────────────── the next round ◄────────────────────┘             └─► the edit is not made
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "model/finding.h"
#include "tool/fix_files.h"
#include "tool/fix_proposals.h"
#include "tool/options.h"
#include "tool/project.h"

namespace abi {

/// What --fix did and did not.
struct Fixed {
    std::vector<EditedFile> files;
    std::vector<Proposal> made;
    std::vector<Left> left;
    Comparison comparison;  // of the sources as edited, by the reader clang alone
};

/// Why the sources of a layer are not edited, as a clause; "" if the reader clang reads them.
std::string other_reader(const Project& project, const std::string& layer);

class Fixer {
  public:
    /// `baseline`: the entries that find_baseline gave. All must outlive the fixer.
    Fixer(const Project& project, const Options& options, const std::vector<Finding>& baseline);

    Fixed run();

  private:
    using Texts = std::map<std::string, std::string>;  // by absolute path

    Comparison check(const Texts& texts) const;
    Proposals propose_now();
    bool make_one_of(std::span<const Proposal> mends);
    bool make(std::span<const Proposal> batch);
    std::string text_of(const std::string& path);
    std::string refusal_of(const std::string& path);

    const Project& project_;
    const Options& options_;
    const std::vector<Finding>& baseline_;
    Project sources_;  // the project with the witnesses that clang reads
    Comparison comparison_;
    Texts originals_;
    Texts edited_;
    std::vector<Proposal> made_;
    std::set<std::string> tried_;                   // batches that were not proved
    std::map<std::string, std::string> disproved_;  // of the finding with this key: why its edit was not made
};

}  // namespace abi

// Asks every layer on every target: runs the readers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "check/answer.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "tool/project.h"

namespace abi {

/// Where sources come from: the work tree, or an older revision.
struct Sources {
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files{};  // null: the disk
    std::string root;                                         // of the revision's repository, absolute
    std::vector<std::string> listed;                          // all files of the revision, relative to that root
};

struct Scope {
    bool every_record = false;  // not only those of the spec
    bool in_spec_names = true;  // rename what matches the spec
};

/// What all witnesses of one layer say on one target, in the order of the configuration; at least one.
using WitnessAnswers = std::vector<WitnessAnswer>;

/// One answers per layer and target, in the order of the configuration. Inputs that match nothing are problems of the
/// answer.
std::vector<WitnessAnswers> ask_layers(const Project& project, const Options& options, const Sources& sources,
                                       const Scope& scope, const std::function<void(const std::string&)>& progress);

/// Witnesses that read sources can be asked about an older revision; compiled files are in no history.
bool reads_sources(const Witness& witness);

}  // namespace abi

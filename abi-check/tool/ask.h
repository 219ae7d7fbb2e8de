// Asks every layer on every target: runs the readers.
#pragma once

#include <string>
#include <vector>

#include "check/witnesses.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "tool/project.h"

namespace abi {

/// Where sources come from: the work tree, or an older revision.
struct Sources {
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files{};  // null: the disk
    std::string root;                                         // of the revision's repository, absolute
    std::vector<std::string> listed;                          // all files of the revision, relative to that root
    std::string revision;                                     // its short name, which the progress line shows
};

struct Scope {
    bool every_record = false;  // not only those of the spec
    bool in_spec_names = true;  // rename what matches the spec
};

/// Asks all witnesses of each layer on each target, and combines their answers. Inputs that match nothing are problems
/// of the answer. Shows its progress on a terminal.
AllAnswers ask_layers(const Project& project, const Options& options, const Scope& scope = {},
                      const Sources& sources = {});

/// Whether a witness reads sources, so that it can be asked about an older revision. Compiled files have no history.
bool reads_sources(const Witness& witness);

}  // namespace abi

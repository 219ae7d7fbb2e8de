// Asks every layer on every target: runs the readers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "check/testimony.h"
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

struct Question {
    bool every_record = false;  // not only those of the spec
    bool in_spec_names = true;  // rename what matches the spec
};

/// One testimony per layer and target, in the order of the configuration. Inputs that match nothing are
/// problems of the testimony.
std::vector<Testimony> testify(const Project& project, const Options& options, const Sources& sources,
                               const Question& question, const std::function<void(const std::string&)>& progress);

}  // namespace abi

// The files that a run reads, for --depfile. Clang asks a file system that notes each file which it opens; what other
// readers and compilers read is added by name.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace abi {

class FilesRead {
  public:
    /// A file, or a folder whose entries were listed. A relative path is one in the current folder.
    void add(const std::string& path);

    /// Those that exist, absolute, sorted, each once.
    std::vector<std::string> paths() const;

    /// The disk. It adds each file that is opened, and must not outlive this.
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk();

  private:
    mutable std::mutex lock_;
    std::set<std::string> paths_;
};

}  // namespace abi

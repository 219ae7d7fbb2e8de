#include "tool/files_read.h"

#include <filesystem>

#include "llvm/ADT/SmallString.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

class NotingDisk : public llvm::vfs::ProxyFileSystem {
  public:
    explicit NotingDisk(FilesRead& files) : ProxyFileSystem(llvm::vfs::createPhysicalFileSystem()), files_(files) {}

    llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override {
        auto file = ProxyFileSystem::openFileForRead(path);
        if (file) {
            llvm::SmallString<256> whole;
            path.toVector(whole);
            if (!makeAbsolute(whole)) files_.add(std::string(whole));
        }
        return file;
    }

  private:
    FilesRead& files_;
};

}  // namespace

void FilesRead::add(const std::string& path) {
    std::error_code error;
    const auto whole = fs::absolute(path, error).lexically_normal().string();
    const std::scoped_lock guard(lock_);
    if (!error) paths_.insert(whole.size() > 1 && whole.ends_with('/') ? whole.substr(0, whole.size() - 1) : whole);
}

std::vector<std::string> FilesRead::paths() const {
    const std::scoped_lock guard(lock_);
    std::vector<std::string> found;
    for (const auto& path : paths_) {
        std::error_code error;
        if (fs::exists(path, error)) found.push_back(path);
    }
    return found;
}

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FilesRead::disk() {
    return llvm::makeIntrusiveRefCnt<NotingDisk>(*this);
}

}  // namespace abi

#include "read/clang_files.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace abi {
namespace {

using llvm::Twine;
using Path = llvm::SmallString<256>;

/// The working directory of a shared file system is one for all its users, so
/// each unit keeps its own here and asks below by absolute paths only.
class FilesFromDirectory : public llvm::vfs::ProxyFileSystem {
  public:
    FilesFromDirectory(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, std::string directory, std::mutex* lock)
        : ProxyFileSystem(std::move(files)), directory_(std::move(directory)), lock_(lock) {}

    llvm::ErrorOr<llvm::vfs::Status> status(const Twine& path) override {
        const auto held = hold();
        return getUnderlyingFS().status(absolute(path));
    }
    bool exists(const Twine& path) override {
        const auto held = hold();
        return getUnderlyingFS().exists(absolute(path));
    }
    llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const Twine& path) override {
        const auto held = hold();
        return getUnderlyingFS().openFileForRead(absolute(path));
    }
    llvm::vfs::directory_iterator dir_begin(const Twine& folder, std::error_code& error) override {
        const auto held = hold();
        return getUnderlyingFS().dir_begin(absolute(folder), error);
    }
    std::error_code getRealPath(const Twine& path, llvm::SmallVectorImpl<char>& real) override {
        const auto held = hold();
        return getUnderlyingFS().getRealPath(absolute(path), real);
    }
    std::error_code isLocal(const Twine& path, bool& local) override {
        const auto held = hold();
        return getUnderlyingFS().isLocal(absolute(path), local);
    }
    llvm::ErrorOr<std::string> getCurrentWorkingDirectory() const override { return directory_; }
    std::error_code setCurrentWorkingDirectory(const Twine& path) override {
        directory_ = std::string(absolute(path).str());
        return {};
    }

  private:
    std::unique_lock<std::mutex> hold() const {
        return lock_ == nullptr ? std::unique_lock<std::mutex>() : std::unique_lock(*lock_);
    }
    Path absolute(const Twine& path) const {
        Path given;
        path.toVector(given);
        if (llvm::sys::path::is_absolute(given)) return given;
        Path joined(directory_);
        llvm::sys::path::append(joined, given);
        return joined;
    }

    std::string directory_;
    std::mutex* lock_;
};

}  // namespace

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files_from_directory(
    const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::string& directory, std::mutex& lock) {
    // The disk's own functions are safe for several threads as long as nobody
    // changes the directory.
    if (!files) {
        return llvm::makeIntrusiveRefCnt<FilesFromDirectory>(llvm::vfs::getRealFileSystem(), directory, nullptr);
    }
    return llvm::makeIntrusiveRefCnt<FilesFromDirectory>(files, directory, &lock);
}

}  // namespace abi

#include "history/git_files.h"

#include <mutex>
#include <optional>

#include "history/git.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

namespace abi {
namespace {

namespace vfs = llvm::vfs;
using llvm::ErrorOr;
using llvm::Twine;
using llvm::sys::fs::file_type;

/// The device number of all files of revisions, so that their ids never equal those of files on the disk.
constexpr std::uint64_t device = 0x616269;

class BlobFile : public vfs::File {
  public:
    BlobFile(vfs::Status status, std::string content) : status_(std::move(status)), content_(std::move(content)) {}

    ErrorOr<vfs::Status> status() override { return status_; }
    ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const Twine& name, std::int64_t, bool, bool) override {
        return llvm::MemoryBuffer::getMemBufferCopy(content_, name);
    }
    std::error_code close() override { return {}; }

  private:
    vfs::Status status_;
    std::string content_;
};

/// Where the content of a path comes from.
struct Route {
    enum class To { disk, blob, folder, nowhere } to = To::disk;
    std::string inside;  // relative to the root
};

class RevisionFiles : public vfs::FileSystem {
  public:
    RevisionFiles(GitTree tree, std::set<std::string> hidden)
        : tree_(std::move(tree)), hidden_(std::move(hidden)), disk_(vfs::createPhysicalFileSystem()) {}

    ErrorOr<vfs::Status> status(const Twine& path) override {
        const std::string full = absolute(path);
        const Route route = find(full);
        switch (route.to) {
        case Route::To::disk: return disk_->status(full);
        case Route::To::folder: return make_status(path, full, "", file_type::directory_file);
        case Route::To::nowhere: return std::make_error_code(std::errc::no_such_file_or_directory);
        case Route::To::blob: break;
        }
        const auto content = content_of(route.inside);
        if (!content) return content.getError();
        return make_status(path, full, *content, file_type::regular_file);
    }

    ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const Twine& path) override {
        const std::string full = absolute(path);
        const Route route = find(full);
        if (route.to == Route::To::disk) return disk_->openFileForRead(full);
        if (route.to != Route::To::blob) return std::make_error_code(std::errc::no_such_file_or_directory);
        auto content = content_of(route.inside);
        if (!content) return content.getError();
        auto status = make_status(path, full, *content, file_type::regular_file);
        return std::make_unique<BlobFile>(std::move(status), std::move(*content));
    }

    /// Lists folders of the disk only: clang lists folders to find tool chains, never those of a revision.
    vfs::directory_iterator dir_begin(const Twine& path, std::error_code& error) override {
        return disk_->dir_begin(absolute(path), error);
    }

    std::error_code setCurrentWorkingDirectory(const Twine& path) override {
        std::string full = absolute(path);
        const std::scoped_lock lock(mutex_);
        folder_ = std::move(full);
        return {};
    }

    ErrorOr<std::string> getCurrentWorkingDirectory() const override {
        const std::scoped_lock lock(mutex_);
        if (!folder_.empty()) return folder_;
        return disk_->getCurrentWorkingDirectory();
    }

    std::error_code getRealPath(const Twine& path, llvm::SmallVectorImpl<char>& output) override {
        const std::string full = absolute(path);
        if (find(full).to == Route::To::disk) return disk_->getRealPath(full, output);
        output.assign(full.begin(), full.end());
        return {};
    }

  private:
    std::string absolute(const Twine& path) const {
        llvm::SmallString<256> full;
        path.toVector(full);
        if (!llvm::sys::path::is_absolute(full)) {
            const auto folder = getCurrentWorkingDirectory();
            llvm::SmallString<256> joined(folder ? *folder : "/");
            llvm::sys::path::append(joined, full);
            full = joined;
        }
        llvm::sys::path::remove_dots(full, /*remove_dot_dot=*/true);
        return std::string(full);
    }

    Route find(const std::string& full) const {
        if (full == tree_.root) return {Route::To::folder, ""};
        if (!full.starts_with(tree_.root + "/")) return {};
        const std::string inside = full.substr(tree_.root.size() + 1);
        if (tree_.files.contains(inside)) return {Route::To::blob, inside};
        if (tree_.folders.contains(inside)) return {Route::To::folder, inside};
        if (hidden_.contains(inside)) return {Route::To::nowhere, inside};
        return {};
    }

    /// The file id is a hash of the path and the content, so a cache sees whether two revisions have the same file.
    static vfs::Status make_status(const Twine& name, const std::string& full, const std::string& content,
                                   file_type type) {
        const llvm::sys::fs::UniqueID id(device, llvm::xxh3_64bits(full + "\n" + content));
        return {name, id, {}, 0, 0, content.size(), type, llvm::sys::fs::perms::all_read};
    }

    /// Follows symbolic links inside the revision. Fails after 16 links, because they may be a circle.
    ErrorOr<std::string> content_of(std::string inside) {
        for (int links = 0; links < 16; ++links) {
            const auto file = tree_.files.find(inside);
            if (file == tree_.files.end()) break;
            auto content = blob(inside, file->second.id);
            if (!content || !file->second.is_symlink) return content;
            llvm::SmallString<256> target(llvm::sys::path::parent_path(inside));
            llvm::sys::path::append(target, *content);
            llvm::sys::path::remove_dots(target, /*remove_dot_dot=*/true);
            inside = std::string(target);
        }
        return std::make_error_code(std::errc::no_such_file_or_directory);
    }

    /// Reads all files of a folder when one of them is needed, so that git starts once per folder, not once per file.
    ErrorOr<std::string> blob(const std::string& inside, const std::string& id) {
        const std::scoped_lock lock(mutex_);
        if (const auto known = blobs_.find(id); known != blobs_.end()) return known->second;
        const auto folder = llvm::sys::path::parent_path(inside);
        std::vector<std::string> ids;
        for (auto file = tree_.files.lower_bound(folder.empty() ? "" : folder.str() + "/");
             file != tree_.files.end() && llvm::StringRef(file->first).starts_with(folder); ++file) {
            if (llvm::sys::path::parent_path(file->first) == folder) ids.push_back(file->second.id);
        }
        auto contents = git_blobs(tree_.root, ids);
        if (contents) blobs_.merge(*contents);
        const auto found = blobs_.find(id);
        if (found == blobs_.end()) return std::make_error_code(std::errc::io_error);
        return found->second;
    }

    GitTree tree_;
    std::set<std::string> hidden_;
    llvm::IntrusiveRefCntPtr<vfs::FileSystem> disk_;
    mutable std::mutex mutex_;
    std::string folder_;
    std::map<std::string, std::string> blobs_;
};

}  // namespace

Result<llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>> files_at(const std::string& root, const std::string& commit) {
    auto tree = git_tree(root, commit);
    if (!tree) return tree.problems;
    auto hidden = git_work_files(root);
    if (!hidden) return hidden.problems;
    return llvm::IntrusiveRefCntPtr<vfs::FileSystem>(new RevisionFiles(std::move(*tree), std::move(*hidden)));
}

}  // namespace abi

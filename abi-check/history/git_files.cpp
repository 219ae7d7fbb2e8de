#include "history/git_files.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "history/git.h"
#include "history/lay_out.h"
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

constexpr int most_links = 40;  // as in Linux: more are a loop

class RevisionFiles : public vfs::FileSystem {
  public:
    RevisionFiles(GitTree tree, std::set<std::string> hidden)
        : tree_(std::move(tree)), hidden_(std::move(hidden)), disk_(vfs::createPhysicalFileSystem()) {
        read_links();
    }

    ErrorOr<vfs::Status> status(const Twine& path) override {
        const PathThen then = look_up(absolute(path));
        switch (then.origin) {
        case Origin::disk: return disk_status(path, then.path);
        case Origin::folder: return make_status(path, then.path, "", file_type::directory_file);
        case Origin::nothing: return std::make_error_code(std::errc::no_such_file_or_directory);
        case Origin::unknown: return std::make_error_code(std::errc::io_error);
        case Origin::revision: break;
        }
        const auto content = content_of(then.path);
        if (!content) return content.getError();
        return make_status(path, then.path, *content, file_type::regular_file);
    }

    ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const Twine& path) override {
        const PathThen then = look_up(absolute(path));
        if (then.origin == Origin::disk) return disk_->openFileForRead(then.path);
        if (then.origin == Origin::unknown) return std::make_error_code(std::errc::io_error);
        if (then.origin != Origin::revision) return std::make_error_code(std::errc::no_such_file_or_directory);
        auto content = content_of(then.path);
        if (!content) return content.getError();
        auto status = make_status(path, then.path, *content, file_type::regular_file);
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
        const PathThen then = find(absolute(path));
        if (then.origin == Origin::disk) return disk_->getRealPath(then.path, output);
        output.assign(then.path.begin(), then.path.end());
        return {};
    }

    /// Walks along the path and follows each symbolic link: a link of the revision as git has it, any other as the disk
    /// has it. `..` leads to the folder of what the path before it leads to.
    PathThen find(const std::string& path) const {
        std::vector<std::string> left;  // the last is the next
        push_parts(path, left);
        std::string at;
        PathThen then{Origin::disk, "/"};
        for (int links = 0; !left.empty();) {
            const std::string name = std::move(left.back());
            left.pop_back();
            if (name == "..") {
                at.resize(at.empty() ? 0 : at.rfind('/'));
                then = origin_of(at);
                continue;
            }
            const std::string next = at + "/" + name;
            if (const auto target = link_at(next)) {
                if (++links > most_links) return {Origin::nothing, next};
                if (target->starts_with('/')) at.clear();
                push_parts(*target, left);
                continue;
            }
            at = next;
            then = origin_of(at);
            if (then.origin == Origin::unknown) return {Origin::unknown, with_rest(at, left)};
            if (then.origin == Origin::nothing) return {Origin::nothing, with_rest(at, left)};
        }
        return then;
    }

    std::vector<std::string> take_unknown() {
        const std::scoped_lock lock(mutex_);
        std::vector<std::string> paths(unknown_.begin(), unknown_.end());
        unknown_.clear();
        return paths;
    }

    std::vector<Problem> lay_out(const std::string& folder) const { return abi::lay_out(tree_, hidden_, folder); }

    std::vector<std::string> listed() const {
        std::vector<std::string> paths;
        paths.reserve(tree_.files.size());
        for (const auto& [path, blob] : tree_.files) paths.push_back(path);
        return paths;
    }

  private:
    /// Appends the parts of a path in reverse order, without empty ones and dots.
    static void push_parts(const std::string& path, std::vector<std::string>& left) {
        const auto first = left.size();
        for (std::size_t at = 0; at < path.size();) {
            const auto end = std::min(path.find('/', at), path.size());
            if (end != at && path.compare(at, end - at, ".") != 0) left.push_back(path.substr(at, end - at));
            at = end + 1;
        }
        std::reverse(left.begin() + static_cast<std::ptrdiff_t>(first), left.end());
    }

    static std::string with_rest(std::string at, const std::vector<std::string>& left) {
        for (auto name = left.rbegin(); name != left.rend(); ++name) at += "/" + *name;
        return at;
    }

    /// The path relative to the root, or nothing for a path outside of it.
    std::optional<std::string> inside(const std::string& full) const {
        if (!full.starts_with(tree_.root + "/")) return std::nullopt;
        return full.substr(tree_.root.size() + 1);
    }

    /// Where a path leads that has no links before its end.
    PathThen origin_of(const std::string& full) const {
        if (full == tree_.root) return {Origin::folder, full};
        const auto path = inside(full);
        if (!path) return {Origin::disk, full.empty() ? "/" : full};
        if (tree_.lost.contains(*path)) return {Origin::unknown, full};
        if (tree_.files.contains(*path)) return {Origin::revision, full};
        if (tree_.folders.contains(*path)) return {Origin::folder, full};
        if (hidden_.contains(*path)) return {Origin::nothing, full};
        return {Origin::disk, full};
    }

    /// The target of a symbolic link. Empty if the path is not a link.
    std::optional<std::string> link_at(const std::string& full) const {
        if (origin_of(full).origin != Origin::disk) {
            const auto path = inside(full);
            const auto found = path ? links_.find(*path) : links_.end();
            return found == links_.end() ? std::nullopt : std::optional(found->second);
        }
        const std::scoped_lock lock(mutex_);
        const auto [known, is_new] = disk_links_.try_emplace(full);
        if (is_new) {
            std::error_code error;
            const auto target = std::filesystem::read_symlink(full, error);
            if (!error) known->second = target.string();
        }
        return known->second;
    }

    void read_links() {
        std::map<std::size_t, std::vector<std::string>> ids;
        for (const auto& [path, blob] : tree_.files) {
            if (blob.is_symlink) ids[blob.store].push_back(blob.id);
        }
        for (const auto& [store, some] : ids) {
            if (auto contents = git_blobs(tree_.stores[store], some)) blobs_.merge(*contents);
        }
        for (const auto& [path, blob] : tree_.files) {
            if (const auto content = blobs_.find(blob.id); blob.is_symlink && content != blobs_.end())
                links_[path] = content->second;
        }
    }

    std::string absolute(const Twine& path) const {
        llvm::SmallString<256> full;
        path.toVector(full);
        if (!llvm::sys::path::is_absolute(full)) {
            const auto folder = getCurrentWorkingDirectory();
            llvm::SmallString<256> joined(folder ? *folder : "/");
            llvm::sys::path::append(joined, full);
            full = joined;
        }
        llvm::sys::path::remove_dots(full, /*remove_dot_dot=*/false);
        return std::string(full);
    }

    /// Finds a path that is to be read, and remembers it if it is unknown. A submodule that the disk does not have,
    /// either, counts as an empty folder on both sides.
    PathThen look_up(const std::string& path) {
        PathThen then = find(path);
        if (then.origin != Origin::unknown) return then;
        if (!has_files_on_disk(then.path)) return {Origin::nothing, then.path};
        note_unknown(path);
        return then;
    }

    bool has_files_on_disk(const std::string& full) const {
        const std::string path = inside(full).value_or("");
        for (const auto& folder : tree_.lost) {
            if (path != folder && !path.starts_with(folder + "/")) continue;
            std::error_code error;
            return !std::filesystem::is_empty(tree_.root + "/" + folder, error) && !error;
        }
        return true;
    }

    void note_unknown(const std::string& path) {
        const std::scoped_lock lock(mutex_);
        unknown_.insert(path);
    }

    ErrorOr<vfs::Status> disk_status(const Twine& name, const std::string& full) {
        auto found = disk_->status(full);
        if (!found) return found;
        return vfs::Status::copyWithNewName(*found, name);
    }

    /// The file id is a hash of the path and the content, so a cache sees whether two revisions have the same file.
    static vfs::Status make_status(const Twine& name, const std::string& full, const std::string& content,
                                   file_type type) {
        const llvm::sys::fs::UniqueID id(device, llvm::xxh3_64bits(full + "\n" + content));
        return {name, id, {}, 0, 0, content.size(), type, llvm::sys::fs::perms::all_read};
    }

    /// The content of a file of origin `revision`.
    ErrorOr<std::string> content_of(const std::string& full) {
        const auto path = inside(full).value_or("");
        auto content = blob(path, tree_.files.at(path));
        if (!content) note_unknown(full);
        return content;
    }

    /// Reads all files of a folder when one of them is needed, so that git starts once per folder, not once per file.
    ErrorOr<std::string> blob(const std::string& inside, const GitBlob& wanted) {
        const std::scoped_lock lock(mutex_);
        if (const auto known = blobs_.find(wanted.id); known != blobs_.end()) return known->second;
        const auto folder = llvm::sys::path::parent_path(inside);
        std::vector<std::string> ids;
        for (auto file = tree_.files.lower_bound(folder.empty() ? "" : folder.str() + "/");
             file != tree_.files.end() && llvm::StringRef(file->first).starts_with(folder); ++file) {
            const bool is_beside = llvm::sys::path::parent_path(file->first) == folder;
            if (is_beside && file->second.store == wanted.store) ids.push_back(file->second.id);
        }
        auto contents = git_blobs(tree_.stores[wanted.store], ids);
        if (contents) blobs_.merge(*contents);
        const auto found = blobs_.find(wanted.id);
        if (found == blobs_.end()) return std::make_error_code(std::errc::io_error);
        return found->second;
    }

    GitTree tree_;
    std::set<std::string> hidden_;
    llvm::IntrusiveRefCntPtr<vfs::FileSystem> disk_;
    std::map<std::string, std::string> links_;  // of the revision: path and target
    mutable std::mutex mutex_;                  // of all below
    std::string folder_;
    std::map<std::string, std::string> blobs_;
    mutable std::map<std::string, std::optional<std::string>> disk_links_;
    std::set<std::string> unknown_;
};

}  // namespace

Result<Revision> files_at(const std::string& root, const std::string& commit) {
    auto tree = git_tree(root, commit);
    if (!tree) return tree.problems;
    auto hidden = git_work_files(root);
    if (!hidden) return hidden.problems;
    const auto files = llvm::makeIntrusiveRefCnt<RevisionFiles>(std::move(*tree), std::move(*hidden));
    return Revision{.files = files,
                    .listed = files->listed(),
                    .find = [files](const std::string& path) { return files->find(path); },
                    .lay_out = [files](const std::string& folder) { return files->lay_out(folder); },
                    .take_unknown = [files] { return files->take_unknown(); }};
}

}  // namespace abi

#include "read/clang/files.h"

#include <chrono>
#include <optional>
#include <tuple>
#include <utility>

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace abi::clang_reader {
namespace {

using llvm::Twine;
using Path = llvm::SmallString<256>;

/// The entry of a path, a new one if no unit looked at it before. The caller must hold `paths_lock`.
KnownPath& known_path(SharedFiles& shared, llvm::StringRef path) {
    const auto number = static_cast<std::uint32_t>(shared.paths.size());
    return shared.paths.try_emplace(path, KnownPath{.number = number, .status = {}, .hash = {}}).first->second;
}

/// Records the hash of what a unit reads. A file that changes between two units gets a hash that no content has, so
/// that the cache never takes it for unchanged.
class HashedFile : public llvm::vfs::File {
  public:
    HashedFile(std::unique_ptr<llvm::vfs::File> file, std::string path, SharedFiles& shared)
        : file_(std::move(file)), path_(std::move(path)), shared_(shared) {}

    llvm::ErrorOr<llvm::vfs::Status> status() override { return file_->status(); }
    llvm::ErrorOr<std::string> getName() override { return file_->getName(); }
    std::error_code close() override { return file_->close(); }
    llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const Twine& name, std::int64_t size, bool needs_null,
                                                                 bool is_volatile) override {
        auto buffer = file_->getBuffer(name, size, needs_null, is_volatile);
        if (!buffer) return buffer;
        const ContentHash hash = hash_of(std::string_view((*buffer)->getBuffer()));
        const std::lock_guard held(shared_.paths_lock);
        KnownPath& known = known_path(shared_, path_);
        known.hash = !known.hash || known.hash == hash ? hash : ContentHash{};
        return buffer;
    }

  private:
    std::unique_ptr<llvm::vfs::File> file_;
    std::string path_;
    SharedFiles& shared_;
};

/// A shared file system has one working directory for all its users. So each unit keeps its own here, and uses absolute
/// paths only for the shared one.
class FilesFromDirectory : public llvm::vfs::ProxyFileSystem {
  public:
    FilesFromDirectory(SharedFiles& shared, std::string directory, FilesSeen* seen)
        : ProxyFileSystem(shared.files ? shared.files : llvm::vfs::getRealFileSystem()),
          directory_(std::move(directory)),
          shared_(shared),
          seen_(seen) {}

    llvm::ErrorOr<llvm::vfs::Status> status(const Twine& path) override {
        const Path full = absolute(path);
        if (auto known = note(full)) return *known;
        auto found = [&] {
            const auto held = hold();
            return getUnderlyingFS().status(full);
        }();
        remember(full, found);
        return found;
    }
    bool exists(const Twine& path) override { return static_cast<bool>(status(path)); }
    llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const Twine& path) override {
        const Path full = absolute(path);
        if (const auto known = note(full); known && !*known) return known->getError();
        const auto held = hold();
        auto opened = getUnderlyingFS().openFileForRead(full);
        if (opened.getError() == std::errc::no_such_file_or_directory) remember(full, opened.getError());
        if (!opened || seen_ == nullptr) return opened;
        remember(full, (*opened)->status());
        return std::make_unique<HashedFile>(std::move(*opened), std::string(full), shared_);
    }
    llvm::vfs::directory_iterator dir_begin(const Twine& folder, std::error_code& error) override {
        const Path full = absolute(folder);
        if (seen_ != nullptr) {
            std::ignore = status(folder);
            const std::lock_guard held(shared_.paths_lock);
            seen_->listed.insert(known_path(shared_, full).number);
        }
        if (const auto known = known_status(full); known && !*known) {
            error = known->getError();
            return {};
        }
        const auto held = hold();
        auto entries = getUnderlyingFS().dir_begin(full, error);
        if (error == std::errc::no_such_file_or_directory) remember(full, error);
        return entries;
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
        // The functions of the disk are safe for several threads as long as none changes the working directory.
        return shared_.files ? std::unique_lock(shared_.files_lock) : std::unique_lock<std::mutex>();
    }
    /// Records that the unit looks at a path, and returns its status if that is known.
    std::optional<llvm::ErrorOr<llvm::vfs::Status>> note(llvm::StringRef path) {
        if (seen_ == nullptr) return known_status(path);
        const std::lock_guard held(shared_.paths_lock);
        const KnownPath& known = known_path(shared_, path);
        seen_->asked.insert(known.number);
        return known.status;
    }
    std::optional<llvm::ErrorOr<llvm::vfs::Status>> known_status(llvm::StringRef path) const {
        const std::lock_guard held(shared_.paths_lock);
        const auto known = shared_.paths.find(path);
        if (known == shared_.paths.end()) return std::nullopt;
        return known->second.status;
    }
    void remember(llvm::StringRef path, llvm::ErrorOr<llvm::vfs::Status> status) {
        const std::lock_guard held(shared_.paths_lock);
        KnownPath& known = known_path(shared_, path);
        if (!known.status) known.status = std::move(status);
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
    SharedFiles& shared_;
    FilesSeen* seen_;
};

}  // namespace

std::vector<llvm::StringRef> paths_by_number(const SharedFiles& files) {
    std::vector<llvm::StringRef> paths(files.paths.size());
    for (const auto& entry : files.paths) paths[entry.second.number] = entry.getKey();
    return paths;
}

void FilesSeen::add(FilesSeen other) {
    for (auto list : {&FilesSeen::asked, &FilesSeen::listed}) {
        if ((this->*list).empty()) {
            this->*list = std::move(other.*list);
        } else {
            (this->*list).insert((other.*list).begin(), (other.*list).end());
        }
    }
}

FileState state_of(const llvm::ErrorOr<llvm::vfs::Status>& status) {
    if (!status) return {};
    const auto modified = status->getLastModificationTime().time_since_epoch();
    return {.kind = status->isDirectory() ? FileState::Kind::folder : FileState::Kind::file,
            .size_bytes = status->getSize(),
            .modified_ns = static_cast<std::uint64_t>(std::chrono::nanoseconds(modified).count()),
            .number = status->getUniqueID().getFile()};
}

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files_from_directory(SharedFiles& shared, const std::string& directory,
                                                                     FilesSeen* seen) {
    return llvm::makeIntrusiveRefCnt<FilesFromDirectory>(shared, directory, seen);
}

}  // namespace abi::clang_reader

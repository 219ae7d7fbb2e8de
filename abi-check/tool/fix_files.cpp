#include "tool/fix_files.h"

#include <unistd.h>

#include <filesystem>

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/xxhash.h"
#include "os/file.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

/// Why a file must not be written.
std::optional<Problem> refusal(const EditedFile& file) {
    std::error_code error;
    const auto permissions = fs::status(file.path, error).permissions();
    constexpr auto any_write = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
    // root may write every file, but a file that is read-only is meant to stay as it is.
    const bool is_read_only =
        error || (permissions & any_write) == fs::perms::none || access(file.path.c_str(), W_OK) != 0;
    if (is_read_only) return file_problem(file.shown, "a file that can be written", "a read-only file");
    const fs::path lock = fs::path(file.path).parent_path() / (".#" + fs::path(file.path).filename().string());
    if (fs::is_symlink(fs::symlink_status(lock, error))) {
        return file_problem(file.shown, "a file without unsaved changes",
                            lock.filename().string() + ": an editor has changes that are not saved");
    }
    const auto now = read_file(file.path);
    if (!now) return now.problems.front();
    if (*now != file.before) return file_problem(file.shown, "the file as it was read", "another content");
    return std::nullopt;
}

}  // namespace

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk_with(const std::map<std::string, std::string>& texts) {
    auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
    for (const auto& [path, text] : texts) {
        // The cache tells two contents of one file apart by the time.
        const auto time = static_cast<time_t>(llvm::xxh3_64bits(llvm::StringRef(text)) >> 34U);
        memory->addFile(path, time, llvm::MemoryBuffer::getMemBufferCopy(text, path));
    }
    auto all = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(llvm::vfs::createPhysicalFileSystem().release());
    all->pushOverlay(std::move(memory));
    return all;
}

std::vector<Problem> write_edited(std::span<const EditedFile> files) {
    std::vector<Problem> problems;
    for (const auto& file : files) {
        if (auto problem = refusal(file)) problems.push_back(std::move(*problem));
    }
    if (!problems.empty()) return problems;
    for (std::size_t at = 0; at < files.size(); ++at) {
        auto problem = write_file(files[at].path, files[at].after);
        if (!problem) continue;
        problem->place.file = files[at].shown;
        problems.push_back(std::move(*problem));
        for (const auto& written : files.first(at)) {
            if (auto again = write_file(written.path, written.before)) problems.push_back(std::move(*again));
        }
        break;
    }
    return problems;
}

}  // namespace abi

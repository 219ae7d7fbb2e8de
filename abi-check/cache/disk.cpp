#include "cache/disk.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <filesystem>
#include <vector>

#include "cache/bytes.h"
#include "llvm/Support/MemoryBuffer.h"

namespace abi {
namespace {

using Kind = PathState::Kind;

std::uint64_t nanoseconds(const timespec& time) {
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

bool has_content(const PathState& state, Look::How how) {
    return state.kind == Kind::file || state.kind == Kind::link ||
           (state.kind == Kind::folder && how == Look::How::entries);
}

/// A hash that no content has: what cannot be read is never as it was.
constexpr ContentHash unreadable{};

ContentHash hash_of_file(const std::string& path) {
    const auto bytes = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false,
                                                   /*IsVolatile=*/true);
    return bytes ? hash_of(std::string_view((*bytes)->getBuffer())) : unreadable;
}

ContentHash hash_of_names(const std::string& path) {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
        names.push_back(at->path().filename().string());
    }
    if (error) return unreadable;
    std::ranges::sort(names);
    std::string words;
    for (const auto& name : names) put_text(words, name);
    return hash_of(words);
}

ContentHash hash_of_link(const std::string& path) {
    std::array<char, PATH_MAX> target;  // NOLINT: filled by readlink
    const auto size = readlink(path.c_str(), target.data(), target.size());
    return size < 0 ? unreadable : hash_of({target.data(), static_cast<std::size_t>(size)});
}

PathState state_of_path(const std::string& path, Look::How how) {
    struct stat found{};
    const bool is_link_asked = how == Look::How::link;
    if ((is_link_asked ? lstat(path.c_str(), &found) : stat(path.c_str(), &found)) != 0) {
        return {.mode = static_cast<std::uint32_t>(errno)};
    }
    PathState state{.kind = Kind::other, .mode = found.st_mode & 07777U};
    if (S_ISREG(found.st_mode)) state.kind = Kind::file;
    if (S_ISDIR(found.st_mode)) state.kind = Kind::folder;
    if (S_ISLNK(found.st_mode)) state.kind = Kind::link;
    if (!has_content(state, how)) return state;
    state.size_bytes = static_cast<std::uint64_t>(found.st_size);
    state.modified_ns = nanoseconds(found.st_mtim);
    state.number = static_cast<std::uint64_t>(found.st_ino);
    state.stamp = {.changed_ns = nanoseconds(found.st_ctim), .device = static_cast<std::uint64_t>(found.st_dev)};
    return state;
}

/// No path begins so.
constexpr char of_past = '@';

}  // namespace

bool has_same_numbers(const PathState& a, const PathState& b) {
    return a.kind == b.kind && a.mode == b.mode && a.size_bytes == b.size_bytes && a.modified_ns == b.modified_ns &&
           a.number == b.number && a.stamp == b.stamp;
}

bool is_same(const PathState& a, const PathState& b) {
    return a.kind == b.kind && a.mode == b.mode && a.content == b.content && a.content != unreadable;
}

std::string Disk::name_of(const std::string& path) const {
    const auto& folder = past_.folder;
    const bool is_below =
        !folder.empty() && path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
    if (!is_below) return path;
    return of_past + (path.size() == folder.size() ? "/" : path.substr(folder.size()));
}

PathState Disk::state(const std::string& name, Look::How how) const {
    if (!name.starts_with(of_past)) return state_of_path(name, how);
    if (!past_.state) return {.mode = ENOENT};
    const auto path = name.substr(1);
    const auto today = past_.on_disk(path);
    return today ? state_of_path(*today, how) : past_.state(path, how);
}

const PathState& Disk::known_state(const std::string& path, Look::How how) {
    const auto [at, is_new] = states_.try_emplace(std::to_string(static_cast<int>(how)) + path);
    if (is_new) at->second = state(path, how);
    return at->second;
}

ContentHash Disk::content(const std::string& name, const PathState& state) {
    auto path = name;
    if (name.starts_with(of_past)) {
        path = name.substr(1);
        const auto today = past_.on_disk(path);
        if (!today) return past_.content(path, state);
        path = *today;
    }
    if (state.kind == Kind::link) return hash_of_link(path);
    if (state.kind == Kind::folder) return hash_of_names(path);
    const auto now = now_ns();
    if (state.stamp.changed_ns + too_young_ns > now) return hash_of_file(path);
    const auto [at, is_new] =
        contents_.try_emplace({state.stamp.device, state.number, state.stamp.changed_ns, state.size_bytes});
    if (is_new) at->second = hash_of_file(path);
    return at->second;
}

}  // namespace abi

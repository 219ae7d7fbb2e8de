#include "os/changes.h"

#include <sys/stat.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

namespace abi {
namespace {

constexpr unsigned most_links = 40;  // as path_resolution(7)

std::uint64_t nanoseconds(const timespec& time) {
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

/// The folder and the last part of a path. A slash at the end is ignored.
std::pair<std::string, std::string> split(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    const auto slash = path.find_last_of('/');
    if (slash == std::string::npos) return {"/", path};
    return {slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1)};
}

std::string below(const std::string& folder, const std::string& name) {
    return name.starts_with('/') ? name : folder == "/" ? "/" + name : folder + "/" + name;
}

/// "" if it is none.
std::string target_of_link(const std::string& path) {
    std::error_code error;
    const auto target = std::filesystem::read_symlink(path, error);
    return error ? "" : target.string();
}

/// What editors put beside a file while it is open: vim's .x.h.swp and 4913, and x.h~, #x.h# and .#x.h of Emacs. No
/// source has such a name.
bool is_of_editor(const std::string& name) {
    const bool is_swap = name.starts_with('.') && name.size() > 4 && name.substr(name.size() - 4, 3) == ".sw";
    return is_swap || name == "4913" || name.ends_with('~') || name.starts_with(".#") ||
           (name.starts_with('#') && name.ends_with('#'));
}

std::string names_in(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        auto name = at->path().filename().string();
        if (!is_of_editor(name)) names.push_back(std::move(name));
    }
    std::ranges::sort(names);
    std::string all;
    for (const auto& name : names) (all += name) += '/';
    return all;
}

/// File systems whose files can change on another machine, of which inotify does not know (inotify(7), "Limitations").
bool is_shared(const std::string& folder) {
    constexpr std::array<std::uint32_t, 7> magics{
        0x6969,      // NFS
        0xFF534D42,  // CIFS
        0xFE534D42,  // SMB 2
        0x01021997,  // 9P
        0x65735546,  // FUSE
        0x786F4256,  // VirtualBox
        0x00C36400,  // Ceph
    };
    struct statfs found{};
    if (statfs(folder.c_str(), &found) != 0) return false;
    return std::ranges::find(magics, static_cast<std::uint32_t>(found.f_type)) != magics.end();
}

}  // namespace

std::uint64_t coarse_now_ns() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return nanoseconds(now);
}

Changes::State Changes::state_of(const std::string& path, bool is_listed) {
    struct stat found{};
    if (stat(path.c_str(), &found) != 0) return {};
    State state{.kind = State::Kind::other, .mode = found.st_mode};
    if (S_ISDIR(found.st_mode)) {
        state.kind = State::Kind::folder;
        if (is_listed) state.names = names_in(path);
    }
    if (S_ISREG(found.st_mode)) {
        state = {.kind = State::Kind::file,
                 .mode = found.st_mode,
                 .device = static_cast<std::uint64_t>(found.st_dev),
                 .number = static_cast<std::uint64_t>(found.st_ino),
                 .size_bytes = static_cast<std::uint64_t>(found.st_size),
                 .modified_ns = nanoseconds(found.st_mtim),
                 .changed_ns = nanoseconds(found.st_ctim)};
    }
    return state;
}

/// Whether a path may have been another at that time. What is not there may have been removed from the next folder
/// above it that is there.
bool Changes::is_younger(const std::string& path, const State& state, std::uint64_t since_ns) const {
    if (state.kind == State::Kind::file) return state.changed_ns >= since_ns;
    if (state.kind == State::Kind::other) return false;
    struct stat found{};
    if (state.kind == State::Kind::folder) {
        return !state.names.empty() && stat(path.c_str(), &found) == 0 && nanoseconds(found.st_ctim) >= since_ns;
    }
    for (auto folder = split(path).first;; folder = split(folder).first) {
        if (stat(folder.c_str(), &found) == 0) return nanoseconds(found.st_ctim) >= since_ns;
        if (folder == "/") return false;
    }
}

/// The folder at this path without symbolic links; "" if there is none. Each part on the way counts.
std::string Changes::real_folder(const std::string& path, unsigned links) {
    if (path == "/") return path;
    if (const auto known = real_folders_.find(path); known != real_folders_.end()) return known->second;
    const auto [above, name] = split(path);
    const auto parent = real_folder(above, links);
    std::string real;
    if (!parent.empty() && (name == "." || name.empty())) {
        real = parent;
    } else if (!parent.empty() && name == "..") {
        real = split(parent).first;
    } else if (!parent.empty()) {
        folders_[parent].parts.insert(name);
        const auto inside = below(parent, name);
        const auto target = target_of_link(inside);
        std::error_code error;
        if (!target.empty()) {
            if (links < most_links) real = real_folder(below(parent, target), links + 1);
        } else if (std::filesystem::is_directory(inside, error)) {
            real = inside;
        }
    }
    return real_folders_[path] = real;
}

/// Finds the folders whose entries decide what is at a path.
void Changes::find_folders(const std::string& path, bool is_listed, unsigned links) {
    if (is_listed) {
        const auto itself = real_folder(path, 0);
        if (!itself.empty()) folders_[itself].is_listed = true;
    }
    const auto [above, name] = split(path);
    const auto parent = real_folder(above, 0);
    if (parent.empty()) return;
    folders_[parent].names.insert(name);
    const auto target = target_of_link(below(parent, name));
    if (!target.empty() && links < most_links) find_folders(below(parent, target), false, links + 1);
}

void Changes::watch_folders() {
    folders_.clear();
    real_folders_.clear();
    is_moved_ = false;
    for (const auto& [path, watched] : paths_) find_folders(path, watched.is_listed, 0);
    std::set<std::string> folders;
    for (const auto& [folder, wanted] : folders_) folders.insert(folder);
    why_polling_.clear();
    if (const int error = events_.watch(folders); error != 0) {
        why_polling_ = "the system cannot watch all folders (" + std::generic_category().message(error) +
                       "; see fs.inotify in sysctl)";
        return;
    }
    std::set<std::uint64_t> devices;
    for (const auto& folder : folders) {
        struct stat found{};
        if (stat(folder.c_str(), &found) != 0 || !devices.insert(found.st_dev).second || !is_shared(folder)) continue;
        why_polling_ = folder + " lies on a file system that other machines can change";
        return;
    }
}

bool Changes::watch(const Paths& paths, std::uint64_t since_ns) {
    std::map<std::string, Watched> before;
    before.swap(paths_);
    for (const auto& [path, is_listed] : paths) paths_.emplace_hint(paths_.end(), path, Watched{is_listed, {}});
    watch_folders();  // before the states are asked for, so that no change is lost between the two
    bool is_changed = false;
    for (auto& [path, watched] : paths_) {
        watched.state = state_of(path, watched.is_listed);
        const auto old = before.find(path);
        const bool is_known = old != before.end() && old->second.is_listed == watched.is_listed;
        is_changed |= is_known ? old->second.state != watched.state : is_younger(path, watched.state, since_ns);
    }
    return is_changed;
}

bool Changes::happened() {
    const auto all = events_.take();
    bool concerns = all.is_unclear;
    is_moved_ |= all.is_unclear;
    for (const auto& event : all.events) {
        const auto found = folders_.find(event.folder);
        if (found == folders_.end()) continue;
        const auto& folder = found->second;
        if (folder.parts.contains(event.name)) concerns = is_moved_ = true;
        concerns |= folder.names.contains(event.name) || (event.is_list && folder.is_listed);
    }
    return concerns;
}

bool Changes::changed() {
    if (is_moved_) watch_folders();
    bool is_changed = false;
    for (auto& [path, watched] : paths_) {
        auto state = state_of(path, watched.is_listed);
        is_changed |= state != watched.state;
        watched.state = std::move(state);
    }
    return is_changed;
}

}  // namespace abi

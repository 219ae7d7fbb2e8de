#include "os/folder_events.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace abi {
namespace {

constexpr unsigned of_list = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;
constexpr unsigned of_itself = IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED | IN_Q_OVERFLOW;
/// IN_MODIFY, because a program may write a file and keep it open. IN_ATTRIB: permissions, and `touch`.
constexpr unsigned wanted =
    of_list | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

bool is_not_there(int error) {
    return error == ENOENT || error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG;
}

}  // namespace

FolderEvents::FolderEvents() : events_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    if (!events_) error_ = errno;
}

void FolderEvents::forget(int watch, const std::string& folder) {
    const auto found = folders_.find(watch);
    if (found == folders_.end()) return;
    found->second.erase(folder);
    if (!found->second.empty()) return;
    folders_.erase(found);
    inotify_rm_watch(events_.fd, watch);
}

int FolderEvents::watch(const std::set<std::string>& folders) {
    if (!events_) return error_;
    int error = 0;
    for (auto at = watches_.begin(); at != watches_.end();) {
        if (folders.contains(at->first)) {
            ++at;
            continue;
        }
        forget(at->second, at->first);
        at = watches_.erase(at);
    }
    for (const auto& folder : folders) {
        const int watch = inotify_add_watch(events_.fd, folder.c_str(), wanted);
        if (watch < 0 && !is_not_there(errno) && error == 0) error = errno;
        const auto before = watches_.find(folder);
        if (before != watches_.end() && before->second != watch) {  // another folder has this path now
            forget(before->second, folder);
            watches_.erase(before);
        }
        if (watch < 0) continue;
        watches_[folder] = watch;
        folders_[watch].insert(folder);
    }
    return error;
}

FolderEvents::Happened FolderEvents::take() {
    Happened happened;
    alignas(inotify_event) std::array<char, 65536> buffer;  // NOLINT: filled by read
    while (events_) {
        const auto size = read(events_.fd, buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) break;
        for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            const std::string name = event.len == 0 ? "" : buffer.data() + at + sizeof event;
            at += sizeof event + event.len;
            happened.is_unclear |= (event.mask & of_itself) != 0;
            const auto folders = folders_.find(event.wd);
            if (folders == folders_.end()) continue;
            if ((event.mask & IN_IGNORED) != 0) {  // the kernel removed the watch with its folder
                for (const auto& folder : folders->second) watches_.erase(folder);
                folders_.erase(folders);
                continue;
            }
            if (name.empty()) continue;
            for (const auto& folder : folders->second) {
                happened.events.push_back({folder, name, (event.mask & of_list) != 0});
            }
        }
    }
    return happened;
}

}  // namespace abi

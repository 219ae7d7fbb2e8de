#include "tool/paths_seen.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

namespace abi {

void PathsSeen::add(const std::string& path, bool is_listed) {
    constexpr std::array<std::string_view, 3> never{"/proc/", "/sys/", "/dev/"};
    std::error_code error;
    const auto whole = path.starts_with('/') ? path : std::filesystem::absolute(path, error).string();
    if (error || std::ranges::any_of(never, [&](std::string_view start) { return whole.starts_with(start); })) return;
    const std::scoped_lock guard(lock_);
    paths_[whole] |= is_listed;
}

std::map<std::string, bool> PathsSeen::paths() const {
    const std::scoped_lock guard(lock_);
    return paths_;
}

}  // namespace abi

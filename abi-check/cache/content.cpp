#include "cache/content.h"

#include <sys/stat.h>

#include <chrono>

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/xxhash.h"

namespace abi {

ContentHash hash_of(std::string_view content) {
    const auto hash = llvm::xxh3_128bits({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()});
    return {.low = hash.low64, .high = hash.high64};
}

DiskStamp stamp_on_disk(const std::string& path) {
    struct stat found{};
    if (::stat(path.c_str(), &found) != 0) return {};
    const auto seconds = static_cast<std::uint64_t>(found.st_ctim.tv_sec);
    return {.changed_ns = seconds * 1'000'000'000 + static_cast<std::uint64_t>(found.st_ctim.tv_nsec),
            .device = static_cast<std::uint64_t>(found.st_dev)};
}

std::uint64_t now_ns() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::nanoseconds(now).count());
}

}  // namespace abi

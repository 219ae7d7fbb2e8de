#include "cache/store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <vector>

#include "cache/bytes.h"
#include "cache/content.h"
#include "llvm/Support/xxhash.h"
#include "os/descriptor.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

/// In the name of a file while it is written. The writer holds a lock on it (flock(2)), which ends with the writer.
constexpr std::string_view unfinished = ".tmp-";

/// A file that was used gets a new time of modification, but not each time.
constexpr std::uint64_t used_again_ns = 3'600'000'000'000;

std::uint64_t check_of(std::string_view body) {
    return llvm::xxh3_64bits({reinterpret_cast<const std::uint8_t*>(body.data()), body.size()});
}

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// Locks a new file. A file system without locks leaves abandoned files where they are.
bool may_write(int file) {
    return flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

/// Removes a file that another program was writing, if that program has ended. If it has just made the file and has no
/// lock yet, it finds its file gone, and keeps nothing this time.
void remove_abandoned(const std::string& path) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file && flock(file.fd, LOCK_EX | LOCK_NB) == 0) unlink(path.c_str());
}

/// Files of the cache have the name of a digest; what else is in the folder is not of the cache.
bool is_of_cache(const std::string& name) {
    constexpr std::size_t digits = 64;
    const auto end = name.find_first_not_of("0123456789abcdef");
    return end == digits && name[end] == '.';
}

void tidy(const std::string& folder, std::uint64_t most_bytes) {
    struct File {
        std::int64_t used;
        std::uint64_t bytes;
        std::string path;
    };
    std::vector<File> files;
    std::uint64_t bytes = 0;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        const auto name = at->path().filename().string();
        const auto path = at->path().string();
        struct stat state{};
        if (!is_of_cache(name) || lstat(path.c_str(), &state) != 0 || !S_ISREG(state.st_mode)) continue;
        if (name.find(unfinished) != name.npos) {
            remove_abandoned(path);
            continue;
        }
        files.push_back({state.st_mtim.tv_sec, static_cast<std::uint64_t>(state.st_size), path});
        bytes += files.back().bytes;
    }
    std::ranges::sort(files, {}, [](const File& file) { return std::pair(file.used, file.path); });
    for (const auto& file : files) {
        if (bytes <= most_bytes) break;
        if (unlink(file.path.c_str()) == 0) bytes -= file.bytes;
    }
}

}  // namespace

std::optional<Stored> load_stored(const std::string& path, std::string_view magic) {
    // Read it instead of mapping it: another process may truncate the file.
    auto bytes =
        llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false, /*IsVolatile=*/true);
    if (!bytes) return std::nullopt;
    const std::string_view all = (*bytes)->getBuffer();
    if (!all.starts_with(magic)) return std::nullopt;
    ByteSource from{.rest = all.substr(magic.size())};
    const auto check = from.number();
    if (!from.good || check != check_of(from.rest)) return std::nullopt;
    struct stat state{};
    const bool is_known = stat(path.c_str(), &state) == 0;
    if (is_known && static_cast<std::uint64_t>(state.st_mtim.tv_sec) * 1'000'000'000 + used_again_ns < now_ns()) {
        utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
    }
    return Stored{std::move(*bytes), from.rest};
}

void store(const std::string& path, std::string_view magic, std::string_view body, std::uint64_t most_bytes) {
    static std::atomic<unsigned> counter{0};
    if (body.size() > most_bytes / 2) return;
    const auto folder = fs::path(path).parent_path().string();
    std::error_code error;
    fs::create_directories(folder, error);
    const auto beside =
        path + std::string(unfinished) + std::to_string(getpid()) + "-" + std::to_string(counter.fetch_add(1));
    const Descriptor file(open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file) return;
    std::string head(magic);
    put_number(head, check_of(body));
    const bool is_written = may_write(file.fd) && write_all(file.fd, head) && write_all(file.fd, body);
    if (!is_written || rename(beside.c_str(), path.c_str()) != 0) unlink(beside.c_str());
    tidy(folder, most_bytes);
}

}  // namespace abi

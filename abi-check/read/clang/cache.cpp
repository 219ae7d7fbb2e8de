#include "read/clang/cache.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <unordered_map>
#include <utility>

#include "clang/Basic/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"
#include "read/bytes.h"
#include "read/clang/unit_bytes.h"

namespace abi::clang_reader {
namespace {

constexpr std::string_view magic = "abi-check units 2\n";
constexpr std::size_t most_bytes = 256U << 20U;  // a larger cache file is not kept: loading it would take too long
constexpr std::uint64_t too_young_ns = 2'000'000'000;

/// The environment variables that the driver and the front end read.
constexpr std::array<const char*, 19> variables{"CPATH",
                                                "C_INCLUDE_PATH",
                                                "CPLUS_INCLUDE_PATH",
                                                "COMPILER_PATH",
                                                "CCC_OVERRIDE_OPTIONS",
                                                "GCC_EXEC_PREFIX",
                                                "SDKROOT",
                                                "HOME",
                                                "CLANG_NO_DEFAULT_CONFIG",
                                                "SOURCE_DATE_EPOCH",
                                                "OBJC_INCLUDE_PATH",
                                                "MACOSX_DEPLOYMENT_TARGET",
                                                "IPHONEOS_DEPLOYMENT_TARGET",
                                                "INCLUDE",
                                                "EXTERNAL_INCLUDE",
                                                "VCToolsInstallDir",
                                                "VCINSTALLDIR",
                                                "WindowsSdkDir",
                                                "UniversalCRTSdkDir"};

std::uint64_t now_ns() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::nanoseconds(now).count());
}

FileState state_on_disk(const std::string& path) {
    llvm::sys::fs::file_status status;
    if (llvm::sys::fs::status(path, status)) return {};
    return state_of(llvm::vfs::Status::copyWithNewName(status, path));
}

/// All zero if the path cannot be read.
DiskStamp stamp_on_disk(const std::string& path) {
    struct stat found{};
    if (::stat(path.c_str(), &found) != 0) return {};
    const auto seconds = static_cast<std::uint64_t>(found.st_ctim.tv_sec);
    return {.changed_ns = seconds * 1'000'000'000 + static_cast<std::uint64_t>(found.st_ctim.tv_nsec),
            .device = static_cast<std::uint64_t>(found.st_dev)};
}

std::optional<ContentHash> hash_in(const Request& request, const SeenPath& seen) {
    const bool on_disk = seen.is_of_build || !request.files_from;
    const auto buffer = on_disk ? llvm::MemoryBuffer::getFile(seen.path, /*IsText=*/false,
                                                              /*RequiresNullTerminator=*/false, /*IsVolatile=*/true)
                                : request.files_from->getBufferForFile(seen.path);
    if (!buffer) return std::nullopt;
    return hash_of((*buffer)->getBuffer());
}

FileState state_in(const Request& request, const SeenPath& seen) {
    const bool on_disk = seen.is_of_build || !request.files_from;
    return on_disk ? state_on_disk(seen.path) : state_of(request.files_from->status(seen.path));
}

/// For a folder that was not listed, only its existence matters.
FileState comparable(FileState state, bool is_listed) {
    if (state.kind != FileState::Kind::folder) return state;
    state.size_bytes = 0;
    if (!is_listed) state = {.kind = FileState::Kind::folder};
    return state;
}

/// Whether a path is as it was recorded. Refreshes what is recorded of a file that has the same content.
bool is_unchanged(const Request& request, std::uint64_t now, SeenPath& seen) {
    const auto state = comparable(state_in(request, seen), seen.is_listed);
    if (!seen.hash) return state == seen.state;
    if (state.kind != FileState::Kind::file) return false;
    const bool on_disk = seen.is_of_build || !request.files_from;
    const auto stamp = on_disk ? stamp_on_disk(seen.path) : DiskStamp{};
    const bool is_same = on_disk && stamp.changed_ns != 0 && state == seen.state && stamp == seen.stamp;
    if (is_same && stamp.changed_ns + too_young_ns < seen.recorded_ns) return true;
    if (hash_in(request, seen) != seen.hash) return false;
    seen.state = state;
    seen.stamp = stamp;
    seen.recorded_ns = now;
    return true;
}

/// Differs for every build of this program. "" if the program file cannot be read.
std::string this_program() {
    const auto path = llvm::sys::fs::getMainExecutable("", reinterpret_cast<void*>(&load_cache));
    const auto state = state_on_disk(path);
    if (path.empty() || state.kind != FileState::Kind::file) return "";
    return path + " " + std::to_string(state.size_bytes) + " " + std::to_string(state.modified_ns) + " " +
           std::to_string(state.number) + " " + std::to_string(stamp_on_disk(path).changed_ns);
}

/// Everything that decides how a file is read, except the contents of files.
std::string digest_of(const Request& request, const std::string& program) {
    std::string words;
    const auto list = [&](const std::vector<std::string>& all) {
        put_number(words, all.size());
        for (const auto& one : all) put_text(words, one);
    };
    put_text(words, program);
    put_text(words, clang::getClangFullVersion());
    put_number(words, request.files_from ? 1 : 0);
    list({request.compile_commands, request.target.triple, request.target.sysroot, request.root});
    list(request.flags);
    list(request.extra_args);
    list(request.target.flags);
    list(request.names);
    list(request.macros);
    put_number(words, request.typedefs ? 1 : 0);
    put_number(words, request.filters ? 1 : 0);
    for (const char* name : variables) {
        const char* value = std::getenv(name);
        put_text(words, value == nullptr ? "" : std::string("=") + value);
    }
    return llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(words)), /*LowerCase=*/true);
}

void put_path(std::string& bytes, const SeenPath& seen) {
    put_text(bytes, seen.path);
    put_number(bytes, seen.is_listed ? 1 : 0);
    put_number(bytes, seen.is_of_build ? 1 : 0);
    put_number(bytes, static_cast<std::uint64_t>(seen.state.kind));
    put_number(bytes, seen.state.size_bytes);
    put_number(bytes, seen.state.modified_ns);
    put_number(bytes, seen.state.number);
    put_number(bytes, seen.hash ? 1 : 0);
    if (!seen.hash) return;
    put_number(bytes, seen.hash->low);
    put_number(bytes, seen.hash->high);
    put_number(bytes, seen.stamp.changed_ns);
    put_number(bytes, seen.stamp.device);
    put_number(bytes, seen.recorded_ns);
}

SeenPath take_path(ByteSource& from) {
    SeenPath seen;
    seen.path = from.text();
    seen.is_listed = from.number() != 0;
    seen.is_of_build = from.number() != 0;
    seen.state.kind = static_cast<FileState::Kind>(std::min<std::uint64_t>(from.number(), 2));
    seen.state.size_bytes = from.number();
    seen.state.modified_ns = from.number();
    seen.state.number = from.number();
    if (from.number() == 0) return seen;
    seen.hash.emplace();
    seen.hash->low = from.number();
    seen.hash->high = from.number();
    seen.stamp.changed_ns = from.number();
    seen.stamp.device = from.number();
    seen.recorded_ns = from.number();
    return seen;
}

void put_indices(std::string& bytes, const std::vector<std::size_t>& indices) {
    put_number(bytes, indices.size());
    for (const auto index : indices) put_number(bytes, index);
}

/// Reads a list of indices. Each must be less than `end`.
std::vector<std::size_t> take_indices(ByteSource& from, std::size_t end) {
    std::vector<std::size_t> indices;
    for (auto left = from.count(); left != 0 && from.good; --left) {
        indices.push_back(static_cast<std::size_t>(from.number()));
        if (indices.back() >= end) from.good = false;
    }
    return indices;
}

bool all_as_they_were(const Cache& cache, const std::vector<std::size_t>& seen) {
    return std::ranges::all_of(seen, [&](std::size_t index) { return cache.is_as_it_was[index]; });
}

/// The bytes of the cache file behind its head. Nothing if they are damaged.
std::optional<std::string_view> body_of(std::string_view bytes) {
    if (!bytes.starts_with(magic)) return std::nullopt;
    ByteSource from{.rest = bytes.substr(magic.size())};
    const auto digest = from.number();
    if (!from.good || digest != llvm::xxh3_64bits(from.rest)) return std::nullopt;
    return from.rest;
}

void take_cache(std::string_view body, const Request& request, Cache& cache) {
    ByteSource from{.rest = body};
    for (auto left = from.count(); left != 0 && from.good; --left) {
        auto seen = take_path(from);
        cache.is_as_it_was.push_back(is_unchanged(request, cache.started_ns, seen));
        cache.paths.push_back(std::move(seen));
    }
    cache.commands_seen = take_indices(from, cache.paths.size());
    for (auto left = from.count(); left != 0 && from.good; --left) {
        const std::string name(from.text());
        auto seen = take_indices(from, cache.paths.size());
        cache.files[name] = {.seen = std::move(seen), .units = from.text()};
    }
    const bool is_sound = from.good && from.rest.empty();
    if (!is_sound || !all_as_they_were(cache, cache.commands_seen)) {
        cache.paths.clear();
        cache.is_as_it_was.clear();
        cache.commands_seen.clear();
        cache.files.clear();
    }
}

/// The table of paths of a cache file while it is written.
class PathTable {
  public:
    explicit PathTable(std::uint64_t recorded_ns) : recorded_ns_(recorded_ns) {}

    /// Nothing if the state of one of the paths is unknown, or if it was not read and is too young.
    std::optional<std::vector<std::size_t>> add(const FilesSeen& seen, const SharedFiles& states, bool is_of_build) {
        std::vector<std::size_t> indices;
        for (const auto* paths : {&seen.asked, &seen.listed}) {
            for (const auto& entry : *paths) {
                const bool is_listed = paths == &seen.listed;
                const auto known = states.statuses.find(entry.getKey());
                if (known == states.statuses.end()) return std::nullopt;
                auto one = with_content({.path = entry.getKey().str(),
                                         .is_listed = is_listed,
                                         .is_of_build = is_of_build,
                                         .state = comparable(state_of(known->second), is_listed)},
                                        states);
                // Its next change could have the same time.
                if (!one.hash && one.state.modified_ns + too_young_ns > recorded_ns_) return std::nullopt;
                indices.push_back(add(one));
            }
        }
        return indices;
    }

    std::size_t add(const SeenPath& seen) {
        const auto [found, is_new] =
            indices_[(seen.is_of_build ? 2U : 0U) + (seen.is_listed ? 1U : 0U)].try_emplace(seen.path, count_);
        if (is_new) {
            put_path(bytes_, seen);
            ++count_;
        }
        return found->second;
    }

    void put(std::string& bytes) const {
        put_number(bytes, count_);
        bytes += bytes_;
    }

  private:
    /// The stamp may be younger than what was read. Then it is not older than `recorded_ns_`, so it is not trusted.
    SeenPath with_content(SeenPath seen, const SharedFiles& states) const {
        const auto hash = states.hashes.find(seen.path);
        if (hash == states.hashes.end() || seen.state.kind != FileState::Kind::file) return seen;
        seen.hash = hash->second;
        if (!states.files) seen.stamp = stamp_on_disk(seen.path);
        seen.recorded_ns = recorded_ns_;
        return seen;
    }

    std::uint64_t recorded_ns_;
    std::array<std::unordered_map<std::string, std::size_t>, 4> indices_;  // by is_of_build, is_listed
    std::size_t count_ = 0;
    std::string bytes_;
};

/// Writes a new file beside the old one and renames it, so that other processes never read half a file.
void write(const std::string& path, const std::string& body) {
    if (llvm::sys::fs::create_directories(llvm::sys::path::parent_path(path))) return;
    auto file = llvm::sys::fs::TempFile::create(path + "-%%%%%%%%");
    if (!file) return llvm::consumeError(file.takeError());
    std::string head(magic);
    put_number(head, llvm::xxh3_64bits(body));
    llvm::raw_fd_ostream stream(file->FD, /*shouldClose=*/false);
    stream << head << body;
    stream.flush();
    const bool is_written = !stream.has_error();
    stream.clear_error();
    auto failure = is_written ? file->keep(path) : file->discard();
    llvm::consumeError(std::move(failure));
}

}  // namespace

Cache load_cache(const Request& request) {
    Cache cache;
    if (request.cache_folder.empty()) return cache;
    const auto program = this_program();
    if (program.empty()) return cache;
    cache.started_ns = now_ns();
    llvm::SmallString<256> path(request.cache_folder);
    llvm::sys::path::append(path, digest_of(request, program) + ".units");
    cache.path = std::string(path.str());
    // Read it instead of mapping it: another process may truncate the file.
    auto bytes =
        llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false, /*IsVolatile=*/true);
    if (!bytes) return cache;
    cache.bytes = std::move(*bytes);
    if (const auto body = body_of(cache.bytes->getBuffer())) take_cache(*body, request, cache);
    return cache;
}

bool is_known(const Cache& cache, const std::string& file) {
    const auto found = cache.files.find(file);
    return found != cache.files.end() && all_as_they_were(cache, found->second.seen);
}

std::optional<std::vector<Unit>> units_in(const Cache& cache, const std::string& file) {
    if (!is_known(cache, file)) return std::nullopt;
    return units_of(cache.files.find(file)->second.units);
}

void store_cache(const Cache& cache, const std::map<std::string, UnitsOfFile>& read, const FilesSeen& commands_seen,
                 const SharedFiles& states, const SharedFiles& build_states) {
    if (cache.path.empty()) return;
    PathTable paths(cache.started_ns);
    const auto commands = paths.add(commands_seen, build_states, true);
    if (!commands) return;
    std::string files;
    std::size_t count = 0;
    const auto put = [&](const std::string& name, const std::vector<std::size_t>& seen, std::string_view units) {
        put_text(files, name);
        put_indices(files, seen);
        put_text(files, units);
        ++count;
    };
    for (const auto& [name, one] : read) {
        if (const auto seen = paths.add(one.seen, states, false)) put(name, *seen, bytes_of(one.units));
        if (files.size() > most_bytes) return;
    }
    for (const auto& [name, one] : cache.files) {
        if (read.contains(name) || !all_as_they_were(cache, one.seen)) continue;
        std::vector<std::size_t> seen;
        seen.reserve(one.seen.size());
        for (const auto index : one.seen) seen.push_back(paths.add(cache.paths[index]));
        put(name, seen, one.units);
        if (files.size() > most_bytes) return;
    }
    std::string body;
    paths.put(body);
    put_indices(body, *commands);
    put_number(body, count);
    write(cache.path, body + files);
}

}  // namespace abi::clang_reader

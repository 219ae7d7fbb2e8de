#include "read/clang/cache.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <unordered_map>
#include <utility>

#include "cache/bytes.h"
#include "cache/key.h"
#include "clang/Basic/Version.h"
#include "llvm/Support/FileSystem.h"
#include "read/clang/unit_bytes.h"

namespace abi::clang_reader {
namespace {

constexpr std::string_view magic = "abi-check units 4\n";
constexpr std::size_t most_bytes = 256U << 20U;  // a larger cache file is not kept: loading it would take too long

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

FileState state_on_disk(const std::string& path) {
    llvm::sys::fs::file_status status;
    if (llvm::sys::fs::status(path, status)) return {};
    return state_of(llvm::vfs::Status::copyWithNewName(status, path));
}

std::optional<ContentHash> hash_in(const Request& request, const SeenPath& seen) {
    const bool on_disk = seen.is_of_build || !request.files_from;
    const auto buffer = on_disk ? llvm::MemoryBuffer::getFile(seen.path, /*IsText=*/false,
                                                              /*RequiresNullTerminator=*/false, /*IsVolatile=*/true)
                                : request.files_from->getBufferForFile(seen.path);
    if (!buffer) return std::nullopt;
    return hash_of(std::string_view((*buffer)->getBuffer()));
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

/// Everything that decides how a file is read, except the contents of files.
std::string key_of(const Request& request, const std::string& program) {
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
    return digest_of(words);
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

/// Writes a set of indices, each as its distance from the one before: units see mostly neighbours.
void put_set(std::string& bytes, std::vector<std::size_t> indices) {
    std::ranges::sort(indices);
    put_number(bytes, indices.size());
    std::size_t before = 0;
    for (const auto index : indices) put_number(bytes, index - std::exchange(before, index));
}

/// Reads what put_set writes. Each index must be less than `end`.
std::vector<std::size_t> take_set(ByteSource& from, std::size_t end) {
    std::vector<std::size_t> indices;
    std::uint64_t index = 0;
    for (auto left = from.count(); left != 0 && from.good; --left) {
        const auto distance = from.number();
        if (distance >= end - index) from.good = false;
        index += distance;
        indices.push_back(static_cast<std::size_t>(index));
    }
    return indices;
}

bool all_as_they_were(const Cache& cache, const std::vector<std::size_t>& seen) {
    return std::ranges::all_of(seen, [&](std::size_t index) { return cache.is_as_it_was[index]; });
}

void take_cache(std::string_view body, const Request& request, Cache& cache) {
    ByteSource from{.rest = body};
    for (auto left = from.count(); left != 0 && from.good; --left) {
        auto seen = take_path(from);
        cache.is_as_it_was.push_back(is_unchanged(request, cache.started_ns, seen));
        cache.paths.push_back(std::move(seen));
    }
    cache.commands_seen = take_set(from, cache.paths.size());
    for (auto left = from.count(); left != 0 && from.good; --left) {
        const std::string name(from.text());
        auto seen = take_set(from, cache.paths.size());
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

    std::size_t add(const SeenPath& seen) {
        const auto [found, is_new] =
            indices_[(seen.is_of_build ? 2U : 0U) + (seen.is_listed ? 1U : 0U)].try_emplace(seen.path, count_);
        if (is_new) {
            put_path(bytes_, seen);
            ++count_;
        }
        return found->second;
    }

    std::uint64_t recorded_ns() const { return recorded_ns_; }

    void put(std::string& bytes) const {
        put_number(bytes, count_);
        bytes += bytes_;
    }

  private:
    std::uint64_t recorded_ns_;
    std::array<std::unordered_map<std::string, std::size_t>, 4> indices_;  // by is_of_build, is_listed
    std::size_t count_ = 0;
    std::string bytes_;
};

/// Adds what units saw to a PathTable. Each path is looked up once, however many units saw it.
class SeenByUnits {
  public:
    SeenByUnits(PathTable& table, const SharedFiles& files, bool is_of_build)
        : table_(table), files_(files), is_of_build_(is_of_build), paths_(files.paths.size()) {
        for (const auto& entry : files.paths) paths_[entry.second.number] = &entry;
        for (auto& places : places_) places.resize(paths_.size());
    }

    /// Nothing if the state of one of the paths is unknown, or if it was not read and is too young.
    std::optional<std::vector<std::size_t>> add(const FilesSeen& seen) {
        std::vector<std::size_t> indices;
        indices.reserve(seen.asked.size() + seen.listed.size());
        for (const auto* numbers : {&seen.asked, &seen.listed}) {
            for (const auto number : *numbers) {
                const auto& place = place_of(number, numbers == &seen.listed);
                if (!place.index) return std::nullopt;
                indices.push_back(*place.index);
            }
        }
        return indices;
    }

  private:
    struct Place {
        bool is_known = false;
        std::optional<std::size_t> index;  // in the table; nothing if the path cannot be recorded
    };

    const Place& place_of(std::uint32_t number, bool is_listed) {
        Place& place = places_[is_listed ? 1 : 0][number];
        if (!place.is_known) place = {.is_known = true, .index = index_of(*paths_[number], is_listed)};
        return place;
    }

    std::optional<std::size_t> index_of(const llvm::StringMapEntry<KnownPath>& entry, bool is_listed) const {
        const KnownPath& known = entry.second;
        if (!known.status) return std::nullopt;
        SeenPath seen{.path = entry.getKey().str(),
                      .is_listed = is_listed,
                      .is_of_build = is_of_build_,
                      .state = comparable(state_of(*known.status), is_listed)};
        if (known.hash && seen.state.kind == FileState::Kind::file) {
            seen.hash = known.hash;
            // The stamp may be younger than what was read. Then it is not older than the time that is recorded, so it
            // is not trusted.
            if (!files_.files) seen.stamp = stamp_on_disk(seen.path);
            seen.recorded_ns = table_.recorded_ns();
        } else if (seen.state.modified_ns + too_young_ns > table_.recorded_ns()) {
            return std::nullopt;  // its next change could have the same time
        }
        return table_.add(seen);
    }

    PathTable& table_;
    const SharedFiles& files_;
    bool is_of_build_;
    std::vector<const llvm::StringMapEntry<KnownPath>*> paths_;  // by number
    std::array<std::vector<Place>, 2> places_;                   // by is_listed, by number
};

}  // namespace

Cache load_cache(const Request& request) {
    Cache cache;
    if (request.cache_folder.empty()) return cache;
    const auto program = this_program();
    if (program.empty()) return cache;
    cache.started_ns = now_ns();
    cache.path = request.cache_folder + "/" + key_of(request, program) + ".units";
    cache.stored = load_stored(cache.path, magic);
    if (cache.stored) take_cache(cache.stored->body, request, cache);
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
    const auto commands = SeenByUnits(paths, build_states, true).add(commands_seen);
    if (!commands) return;
    SeenByUnits seen_by_units(paths, states, false);
    std::string files;
    std::size_t count = 0;
    const auto put = [&](const std::string& name, std::vector<std::size_t> seen, std::string_view units) {
        put_text(files, name);
        put_set(files, std::move(seen));
        put_text(files, units);
        ++count;
    };
    for (const auto& [name, one] : read) {
        if (auto seen = seen_by_units.add(one.seen)) put(name, std::move(*seen), bytes_of(one.units));
        if (files.size() > most_bytes) return;
    }
    for (const auto& [name, one] : cache.files) {
        if (read.contains(name) || !all_as_they_were(cache, one.seen)) continue;
        std::vector<std::size_t> seen;
        seen.reserve(one.seen.size());
        for (const auto index : one.seen) seen.push_back(paths.add(cache.paths[index]));
        put(name, std::move(seen), one.units);
        if (files.size() > most_bytes) return;
    }
    std::string body;
    paths.put(body);
    put_set(body, *commands);
    put_number(body, count);
    store(cache.path, magic, body + files);
}

}  // namespace abi::clang_reader

// What units declared when they were last read, kept in a folder between runs.
//
// One file holds all units that are read in one way: same flags, target, wanted names, compile commands, environment,
// and same program. Each source file in it remembers what its units saw of the file system: every file they read, with
// size, time of modification and number; every name they looked for in vain, so that a header which newly hides another
// one counts; every folder they listed. Where all of that is as it was, the units are as they were.
//
// An older revision has no times: there a file's number stands for its path and its content (history/git_files.cpp), so
// that what several revisions have in common is read once.
//
// Not covered: a file that changes while its size, time and number stay; links of folders that are led elsewhere; the
// date (__DATE__). Units that saw a file which was modified within two seconds before they were read are not kept: the
// next change could bear the same time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "llvm/Support/MemoryBuffer.h"
#include "read/clang/files.h"
#include "read/clang/reader.h"
#include "read/clang/unit.h"

namespace abi::clang_reader {

/// The units of one source file, in the order of its commands.
struct UnitsOfFile {
    std::vector<Unit> units;
    FilesSeen seen;
};

/// A path that was looked at, and what was there.
struct SeenPath {
    std::string path;
    bool is_listed = false;    // a folder whose entries count
    bool is_of_build = false;  // asked for by what finds the commands: it lies on the disk, whatever holds the sources
    FileState state;
};

struct CachedFile {
    std::vector<std::size_t> seen;  // indices into Cache::paths
    std::string_view units;         // see unit_bytes.h; part of Cache::bytes
};

struct Cache {
    std::string path;  // of the file that holds it; empty: nothing is kept
    std::vector<SeenPath> paths;
    std::vector<bool> is_as_it_was;          // for each of them
    std::vector<std::size_t> commands_seen;  // what the commands of all files depend on
    std::uint64_t started_ns = 0;            // when it was loaded, since 1970
    std::map<std::string, CachedFile, std::less<>> files;
    std::unique_ptr<llvm::MemoryBuffer> bytes;
};

/// What is kept for a request; empty if it names no folder, or nothing was kept, or what was is damaged.
Cache load_cache(const Request& request);

/// Nothing that the units of a file saw has changed.
bool is_known(const Cache& cache, const std::string& file);

/// The units of a file that is known; nothing if it is not, or if their bytes are none of ours.
std::optional<std::vector<Unit>> units_in(const Cache& cache, const std::string& file);

/// Keeps what was read anew, and of what was kept before that which still holds. A folder that cannot be written to
/// keeps nothing, silently: it is a cache. `commands_seen` is what the commands of all files depend on; `states` and
/// `build_states` hold what was at all paths, for files and for commands.
void store_cache(const Cache& cache, const std::map<std::string, UnitsOfFile>& read, const FilesSeen& commands_seen,
                 const SharedFiles& states, const SharedFiles& build_states);

}  // namespace abi::clang_reader

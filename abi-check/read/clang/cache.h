// A cache in a folder: it keeps between runs what units declare, so that an unchanged unit is not parsed again.
//
// One cache file holds all units that are read in the same way: same flags, target, wanted names, compile commands,
// environment, and the same build of this program. For each source file it records what the units saw of the file
// system:
// - every file that they read, with a hash of its content, its size, inode and device number, and its times of
//   modification and of change of the inode;
// - every path that they looked for and did not find, so that a new header that hides another one is noticed;
// - every folder that they listed.
// If all of that is unchanged, the units are taken from the cache.
//
// The content decides. A file of which all numbers are equal is not read again, because a program can set the time of
// modification (cp -p, rsync, tar, touch -r), but not the time of change. A file that changed less than two seconds
// before it was recorded, or later, is always read again: its next change could have the same time.
//
// Files of an older git revision have no times, so their content is always compared. Their number stands for their path
// and content (history/git_files.cpp), so that a unit that is the same in several revisions is parsed once.
//
// The cache does not notice a new date (__DATE__, __TIMESTAMP__).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/store.h"
#include "read/clang/files.h"
#include "read/clang/reader.h"
#include "read/clang/unit.h"

namespace abi::clang_reader {

/// The units of one source file, in the order of its commands.
struct UnitsOfFile {
    std::vector<Unit> units;
    FilesSeen seen;
};

/// A path that a unit looked at, and what was there.
struct SeenPath {
    std::string path;
    bool is_listed = false;    // a folder of which the unit read the list of entries
    bool is_of_build = false;  // read to find the compile commands; always on the disk, even if the sources are not
    FileState state;
    std::optional<ContentHash> hash;  // of a file that was read
    DiskStamp stamp;                  // of a file that was read from the disk
    std::uint64_t recorded_ns = 0;    // when `state` and `stamp` were valid, since 1970
};

struct CachedFile {
    std::vector<std::size_t> seen;  // indices into Cache::paths
    std::string_view units;         // see unit_bytes.h; part of Cache::stored
};

struct Cache {
    std::string path;  // of the cache file; "" if nothing is kept
    std::vector<SeenPath> paths;
    std::vector<bool> is_as_it_was;          // for each path: unchanged since it was recorded
    std::vector<std::size_t> commands_seen;  // indices into `paths`: the files that all compile commands depend on
    std::uint64_t started_ns = 0;            // when it was loaded, since 1970
    std::map<std::string, CachedFile, std::less<>> files;
    std::optional<Stored> stored;
};

/// Loads the cache for a request. It is empty if the request names no cache folder, if nothing was kept yet, or if the
/// cache file is damaged.
Cache load_cache(const Request& request);

/// Whether the units of a file are in the cache and nothing that they saw has changed.
bool is_known(const Cache& cache, const std::string& file);

/// The units of a file for which is_known is true. Nothing if it is false, or if the bytes are damaged.
std::optional<std::vector<Unit>> units_in(const Cache& cache, const std::string& file);

/// Stores the units in `read`, and those of the old cache that are still valid. Does nothing, without a message, if the
/// folder cannot be written to. `commands_seen`: what the compile commands of all files depend on. `states` and
/// `build_states`: the state of every path, as seen by the units and by the search for commands.
void store_cache(const Cache& cache, const std::map<std::string, UnitsOfFile>& read, const FilesSeen& commands_seen,
                 const SharedFiles& states, const SharedFiles& build_states);

}  // namespace abi::clang_reader

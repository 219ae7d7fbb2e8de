// The tree of files: read once from the initial RAM disk, plus what programs create in /tmp.
//
//     root ─┬─ dev ── console        the UART
//           ├─ tmp ── …              bytes in a run of pages; can be created, written, truncated
//           └─ bin ── hello …        bytes in the archive; read-only
//
// A file's bytes are always contiguous: reading it and executing it use the same span. The span is valid until the file
// is next written or truncated.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/node.h"
#include "core/pages.h"
#include "core/records.h"

namespace core {

constexpr std::uint64_t max_tmp_file_bytes = std::uint64_t{4} << 20;

struct Opened {
    Verdict verdict = VERDICT_OK;
    NodeIndex node = root_node;  // valid if the verdict is VERDICT_OK
};

/// The node at `path`, from the root.
Opened find_node(const Vfs& vfs, std::string_view path);

/// The same, with OPEN_* `flags`: makes a file in /tmp, which `quota` counts (OPEN_CREATE), or empties one
/// (OPEN_TRUNCATE). Changes nothing on failure. The node stays until close_node.
Opened open_node(Vfs& vfs, Pages& pages, std::string_view path, std::uint32_t flags, QuotaIndex quota = root_quota);

/// The end of what open_node began.
void close_node(Vfs& vfs, Pages& pages, NodeIndex node);

/// Makes a directory in /tmp, which `quota` counts.
Verdict make_directory(Vfs& vfs, std::string_view path, QuotaIndex quota = root_quota);

/// Removes a file or an empty directory in /tmp. The bytes of an open file stay until it is closed.
Verdict remove_node(Vfs& vfs, Pages& pages, std::string_view path);

/// What a quota counts is counted by `heir` from now on, which is the quota above it.
void inherit_nodes(Vfs& vfs, QuotaIndex quota, QuotaIndex heir);

/// Copies a regular file's bytes from byte `offset` on. Returns the number of bytes: fewer at the end, 0 after it, and
/// 0 if the node is not a regular file.
std::size_t read_node(const Vfs& vfs, NodeIndex node, std::uint64_t offset, std::span<std::uint8_t> out);

struct Written {
    Verdict verdict = VERDICT_OK;
    std::size_t bytes = 0;
    bool unfinished = false;
};

/// How many bytes write_node makes zero in one step.
constexpr std::uint64_t zeroed_in_a_step_bytes = std::uint64_t{256} << 10;

/// Writes all of `in` at byte `offset`, or nothing. `quota` counts new pages. Bytes between the file's end and `offset`
/// become zero. If there are many of these, only makes the file longer and returns `unfinished`: call it again.
Written write_node(Vfs& vfs, Pages& pages, NodeIndex node, std::uint64_t offset, std::span<const std::uint8_t> in,
                   QuotaIndex quota = root_quota);

/// Empties a file below /tmp and frees its pages.
Verdict truncate_node(Vfs& vfs, Pages& pages, NodeIndex node);

FileStat stat_node(const Vfs& vfs, NodeIndex node);

/// Entry `index` of a directory, in the order of creation. Returns nothing after the last, and nothing if the node is
/// not a directory.
std::optional<DirectoryEntry> list_node(const Vfs& vfs, NodeIndex node, std::uint64_t index);

struct FoundProgram {
    Verdict verdict = VERDICT_OK;
    NodeIndex node = root_node;  // this and the next are valid if the verdict is VERDICT_OK
    std::string_view name{};     // the path in the archive, or the last component; valid as long as the tree
    std::span<const std::uint8_t> bytes{};
};

/// Why a path does not lead to a program, as a phrase.
std::string_view describe(Verdict verdict);

/// The file at `path`, if it is executable.
FoundProgram find_program(const Vfs& vfs, std::string_view path);

}  // namespace core

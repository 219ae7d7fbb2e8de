// Files: one tree, read once from the initial RAM disk, and what programs make in /tmp.
//
//     root ─┬─ dev ── console        its bytes are whoever holds the UART's
//           ├─ tmp ── …              bytes in a run of pages; may be made, written, truncated
//           └─ bin ── hello …        bytes in the archive; read-only
//
// A file's bytes always lie side by side: reading it and executing it use the same span. That span is good until the
// file is next written or truncated.
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
    NodeIndex node = root_node;  // when it is VERDICT_OK
};

/// What stands at `path`, seen from the root.
Opened find_node(const Vfs& vfs, std::string_view path);

/// As find_node, for OPEN_* `flags`: makes a file in /tmp (OPEN_CREATE), empties one (OPEN_TRUNCATE). On failure
/// nothing has changed.
Opened open_node(Vfs& vfs, Pages& pages, std::string_view path, std::uint32_t flags);

/// Copies what a regular file has from byte `offset` on. Returns the bytes copied: fewer at its end, 0 behind it, and
/// 0 for what is not a regular file.
std::size_t read_node(const Vfs& vfs, NodeIndex node, std::uint64_t offset, std::span<std::uint8_t> out);

struct Written {
    Verdict verdict = VERDICT_OK;
    std::size_t bytes = 0;
};

/// Writes all of `in` at byte `offset`, or nothing. Zeros fill what lies between the file's end and `offset`.
Written write_node(Vfs& vfs, Pages& pages, NodeIndex node, std::uint64_t offset, std::span<const std::uint8_t> in);

/// Empties a file below /tmp, and gives its pages back.
Verdict truncate_node(Vfs& vfs, Pages& pages, NodeIndex node);

FileStat stat_node(const Vfs& vfs, NodeIndex node);

/// A directory's entry number `index`, in the order in which they were made. Nothing behind the last, and nothing for
/// what is not a directory.
std::optional<DirectoryEntry> list_node(const Vfs& vfs, NodeIndex node, std::uint64_t index);

struct File {
    std::string_view name;  // as the archive has it, or the last component of its path; lives as long as the tree
    std::span<const std::uint8_t> bytes;
};

struct FoundProgram {
    Verdict verdict = VERDICT_OK;
    File file{};  // when it is VERDICT_OK
};

/// Why a path leads to no program, in words.
std::string_view describe(Verdict verdict);

/// The file at `path`, if it may be executed.
FoundProgram find_program(const Vfs& vfs, std::string_view path);

}  // namespace core

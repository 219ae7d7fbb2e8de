// The small part of a C library that the programs use, implemented with the rings.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "membrane/ion.h"

namespace membrane {

// ---- the terminal ----

/// Prints `text`, of any length. Stops at the first verdict other than VERDICT_OK and returns it.
Verdict write(Ion& ion, std::string_view text);

/// A line from the console, or a piece of one.
struct InputLine {
    std::string_view text;  // without its '\n'
    bool ended = true;      // false: the line did not fit, and its next piece can be read
};

/// Reads a line into `buffer`, of which at most 256 bytes are used. The line is empty if the kernel refuses.
InputLine read_line(Ion& ion, std::span<char> buffer);

// ---- programs ----

/// Replaces this program by the one at `path`. Returns only on failure, with the reason.
Verdict exec(Ion& ion, std::string_view path, std::string_view arguments = {});

/// Starts the program at `path` as a child of this one. `flags`: LAUNCH_*. Without `limits` the child shares those of
/// this program. The result is its number.
Reply spawn(Ion& ion, std::string_view path, std::string_view arguments = {}, std::uint32_t flags = 0,
            const Limits* limits = nullptr);

/// A child that has ended.
struct Ended {
    Verdict verdict = VERDICT_OK;
    std::uint32_t number = 0;
    std::uint32_t status = 0;  // has STATUS_KILLED if the kernel ended it
};

/// Waits until the child `number`, or ANY_CHILD, has ended.
Ended wait_for_child(Ion& ion, std::uint32_t number);

/// Ends a child, a child of a child, and so on.
Verdict kill(Ion& ion, std::uint32_t number);

Verdict yield(Ion& ion);

Verdict sleep(Ion& ion, std::uint64_t nanoseconds);

[[noreturn]] void exit(Ion& ion, std::uint64_t status);

// ---- files ----

/// `flags`: OPEN_*. The result is the file's number.
Reply open(Ion& ion, std::string_view path, std::uint32_t flags);
/// Reads at most buffer.size() bytes from byte `offset` on. The result is the number of bytes; 0 at the end.
Reply read(Ion& ion, std::uint32_t file, std::uint64_t offset, std::span<std::uint8_t> buffer);
/// Writes all of `bytes` at byte `offset`.
Verdict write(Ion& ion, std::uint32_t file, std::uint64_t offset, std::span<const std::uint8_t> bytes);
Verdict close(Ion& ion, std::uint32_t file);
Verdict stat(Ion& ion, std::string_view path, FileStat& to);
/// Removes a file or an empty directory.
Verdict remove(Ion& ion, std::string_view path);
Verdict make_directory(Ion& ion, std::string_view path);
/// Reads entries of an open directory from entry `first` on. The result is the number of entries; 0 at the end.
Reply list(Ion& ion, std::uint32_t file, std::uint64_t first, std::span<DirectoryEntry> entries);

// ---- the machine ----

/// Nanoseconds since the machine started.
std::uint64_t now(Ion& ion);
Verdict system_stat(Ion& ion, SystemStat& to);
/// Lists processes. The result is the number of entries written.
Reply processes(Ion& ion, std::span<ProcessEntry> to);

/// "ENOENT: no such file".
std::string_view describe(Verdict verdict);

}  // namespace membrane

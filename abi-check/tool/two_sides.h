// The two sides of `compare`: which files each has, which reader reads them, and what the readers found.
//
//     "include/"  ─► files ─► one kind: C headers ─► clang ──┐
//     "src/a.rs"  ─► files ─► one kind: Rust ─► probe ◄──────┴─ asked about the names in its text and those of the
//     other
#pragma once

#include <string>
#include <vector>

#include "check/sides.h"
#include "tool/ask.h"

namespace abi {

/// The files of a side, all of one kind.
struct SideFiles {
    std::string name;                // as the user named it
    Witness witness;                 // the reader, the files and the flags
    std::vector<std::string> files;  // relative to the current folder or absolute
    std::vector<std::string> own;    // see Side::own
};

/// Finds the files of a file, a folder or a pattern. A problem if there is none, or if they need several readers.
Result<SideFiles> files_of_side(const std::string& word, const Options& options, const std::vector<std::string>& flags);

struct TwoSides {
    std::vector<Target> targets;
    Side first;
    Side second;
    std::vector<Problem> problems;  // files that could not be read
};

/// The layouts of a side, by target.
std::vector<Layout> layouts_of(const Side& side);

/// Reads both sides on all targets.
Result<TwoSides> read_sides(const Options& options);

}  // namespace abi

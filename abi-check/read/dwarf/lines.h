// The files of a unit, from the header of its line table (DWARF 5, 6.2.4). The line program is not run.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "read/dwarf/program.h"

namespace abi::dwarf {

using Md5 = std::array<std::uint8_t, 16>;

struct SourceFile {
    std::string_view unit_folder, folder, name;  // each may be relative to the one before
    std::optional<Md5> md5;
};

/// Absolute, unless the unit's own directory is not.
std::string path_of(const SourceFile& file);

struct SourceFiles {
    std::vector<SourceFile> files;
    bool counts_from_zero = false;  // DWARF 5

    /// Returns null if there is no file with this index (DW_AT_decl_file).
    const SourceFile* find(std::uint64_t decl_file) const;
};

/// Empty when the unit has no line table, or none that can be read.
SourceFiles read_source_files(const Unit& unit);

/// Whether the line table has MD5 sums of the files. GCC writes none.
bool states_md5(const Unit& unit);

}  // namespace abi::dwarf

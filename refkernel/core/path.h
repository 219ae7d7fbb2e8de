// Splits paths into components, without copies.
//
//     "/bin//./hello/"  ─►  "bin"  "hello"       and "hello" must be a directory
//
// "/" at the start, "//" and "." are skipped. ".." is returned as a component: the caller goes to the parent, and stays
// at the root if there is none.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/records.h"

namespace core {

constexpr std::size_t max_path_bytes = 4095;
constexpr std::size_t max_component_bytes = 111;  // one less than DirectoryEntry::name, for a NUL

/// Returns VERDICT_EINVAL for an empty path or a NUL in it, VERDICT_ENAMETOOLONG if the path or a component is too
/// long.
Verdict check_path(std::string_view path);

/// Removes the next component from the front of `path` and returns it; empty if none is left.
std::string_view next_component(std::string_view& path);

/// Whether the path ends in "/", "." or "..", so that only a directory fits.
bool demands_directory(std::string_view path);

}  // namespace core

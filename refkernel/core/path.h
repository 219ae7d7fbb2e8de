// Paths, component by component; nothing is copied.
//
//     "/bin//./hello/"  ─►  "bin"  "hello"       and what stands there must be a directory
//
// "/" at the start, "//" and "." say nothing. ".." is handed out: what it means is known to whoever walks, who stays at
// the root when it climbs above it.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/records.h"

namespace core {

constexpr std::size_t max_path_bytes = 4095;
constexpr std::size_t max_component_bytes = 111;  // DirectoryEntry::name keeps a NUL behind it

/// VERDICT_EINVAL: empty, or a NUL in it. VERDICT_ENAMETOOLONG: the path, or a component of it.
Verdict check_path(std::string_view path);

/// Takes the next component that says something off the front of `path`. Empty when none is left.
std::string_view next_component(std::string_view& path);

/// The path ends in "/", "." or "..": only a directory can stand there.
bool demands_directory(std::string_view path);

}  // namespace core

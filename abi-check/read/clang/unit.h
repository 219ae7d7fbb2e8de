// One unit: one invocation of clang's front end, from a command to what the
// unit declares.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/problem.h"
#include "read/clang/database.h"
#include "read/clang/declarations.h"

namespace abi::clang_reader {

/// The declarations, or the compiler's first error with its place. Prints
/// nothing.
struct Unit {
    std::optional<UnitLayout> layout;
    Problem problem;  // set when there is no layout
};

/// `files` is the unit's own file system (see files_from_directory). Function
/// bodies are skipped, unless a name that is wanted may be declared in one only:
/// then the unit is parsed again with them, and an error in a body is an error
/// of the unit.
Unit read_unit(const BuildCommand& command, const std::vector<std::string>& names, const std::string& root,
               const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files);

}  // namespace abi::clang_reader

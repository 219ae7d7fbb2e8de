// One unit: one run of clang's front end, from a command to the declarations of the unit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/problem.h"
#include "read/clang/database.h"
#include "read/clang/declarations.h"
#include "read/unit_choice.h"

namespace abi::clang_reader {

/// The declarations of a unit, or the first error of the compiler with its place; neither if it was left out.
struct Unit {
    std::optional<UnitLayout> layout;
    Problem problem;  // set if there is no layout
    UnitChoice choice{};
};

/// Reads a unit. `files`: the unit's own file system (see files_from_directory). Function bodies are skipped. If a
/// wanted name may be declared in a function body only, the unit is parsed again with its bodies, and an error in a
/// body is an error of the unit. Prints nothing.
Unit read_unit(const BuildCommand& command, const Wishes& wishes, const std::string& root,
               const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files);

}  // namespace abi::clang_reader

// The filter: which units cannot declare a wanted name, so that they need not be parsed.
//
//     names ─► words ──────────────────────────────┐
//     unit ─► directives of its files ─► files ────┼─► a word is a token of a file ──────► parsed
//                                 │                ├─► no word is, nor can `##` make it ─► left out
//                                 └─ failed ─► parsed                        else
//                                                  └─► the whole preprocessor knows a name at the end of the unit?
//
// Whatever the filter does not understand is parsed: a header that is missing, an error of the preprocessor, modules,
// precompiled headers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "read/clang/database.h"
#include "read/unit_choice.h"

namespace abi::clang_reader {

using FilesOfUnit = std::function<llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>(std::size_t index)>;

/// One choice for each command; without `names` everything is wanted, and each unit is parsed. `files_of`: the file
/// system of a unit, as for read_unit. The choice for a unit depends on that unit and the names only.
std::vector<UnitChoice> choose_units(const std::vector<BuildCommand>& commands, const std::vector<std::string>& names,
                                     const std::string& root, unsigned jobs, const FilesOfUnit& files_of);

}  // namespace abi::clang_reader

// What clang's preprocessor alone tells of a unit: the files that it includes, and the words that it makes.
#pragma once

#include <string>
#include <vector>

#include "llvm/ADT/BitVector.h"
#include "read/clang/database.h"
#include "read/clang/scanned_files.h"

namespace abi::clang_reader {

/// The files of a unit by their directives alone, as clang-scan-deps finds them.
struct UnitScan {
    std::string failure;                    // why only the parser knows what the unit includes; "" if it is known
    std::string wanted;                     // a wanted name that its files have; then `files` may lack some
    std::string wanted_in;                  // the file with that name
    bool is_certain = true;                 // false: the texts may mean something else to the whole preprocessor
    llvm::BitVector words;                  // the wanted words that are tokens of its files
    llvm::BitVector declared;               // those that its files may declare
    std::vector<const ScannedFile*> files;  // with what the command line defines; each once
};
UnitScan scan_unit(const BuildCommand& command, ScannedFiles& table,
                   const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::string& root);

/// The wanted words that the whole preprocessor knows at the end of the unit, whether it read or made them.
struct UnitWords {
    std::string failure;  // as in UnitScan
    llvm::BitVector words;
};
UnitWords preprocess_unit(const BuildCommand& command, ScannedFiles& table,
                          const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::string& root);

}  // namespace abi::clang_reader

// The clang reader: layouts from C and C++ sources by Clang libTooling, for any target triple.
// Function bodies are skipped; records are taken from every file that a unit includes.
// The namespace is not called clang, because the compiler has taken that name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "read/reading.h"

namespace abi::clang_reader {

struct Request {
    std::vector<std::string> files;       // absolute paths
    std::string compile_commands;         // folder that holds compile_commands.json; may be empty
    std::vector<std::string> flags;       // for files it does not hold; with neither, the language by extension
    std::vector<std::string> extra_args;  // --extra-arg: added to every command
    Target target;                        // an empty triple: compile as the command says
    std::vector<std::string> names;       // records, enums and constants wanted, as the source names them
                                          // (qualified or last component); empty: all that are not
                                          // declared in system headers
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files_from{};  // null: the disk. Where units are kept, a file
                                                                   // of another content has another number or time
    std::string root;  // places below it are made relative to it; may be empty
    unsigned jobs = 1;
    std::string cache_folder;  // keeps what was read between runs (cache.h); empty: nothing is kept
};

/// Records are named as their language qualifies them ("core::CmdPacket"); renaming to the spec's
/// names is the caller's work. The result does not depend on `jobs`.
Reading read(const Request& request);

}  // namespace abi::clang_reader

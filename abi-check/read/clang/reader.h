// The clang reader: layouts from C and C++ sources by Clang libTooling, for any target triple.
// It skips function bodies and reads the records of every file that a unit includes.
// The namespace is clang_reader, because clang is the namespace of the compiler.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "model/problem.h"
#include "read/reading.h"

namespace abi::clang_reader {

struct Request {
    std::vector<std::string> files;       // absolute paths
    std::string compile_commands;         // folder of compile_commands.json, or ""
    std::vector<std::string> flags;       // added to the command of each file; if the build has no command for a file,
                                          // they are the command
    std::vector<std::string> extra_args;  // --extra-arg: added to every command
    Target target;                        // if the triple is empty, the command's own target
    std::vector<std::string> names;       // wanted records, enumerations and constants, as the source names them
                                          // (qualified name or last component); if empty, all that are not
                                          // declared in system headers
    std::vector<std::string> macros{};    // if `names` is empty: macros that become constants, too
    bool typedefs = false;                // if `names` is empty: each typedef of a number or a pointer becomes a
                                          // constant named as in model/typedef_name.h; its value is the size in bytes
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files_from{};  // null: the disk. With a cache, two files with
                                                                   // different content must differ in inode or time
    std::string root;                                              // file names in places are relative to it; may be ""
    unsigned jobs = 1;
    std::string cache_folder;  // of the cache between runs (cache.h); "" for none
    bool filters = true;       // units that cannot declare one of `names` are not parsed (filter.h)
    /// If given, it is told each path at which the units, or the search for their commands, looked, found or not.
    /// `is_listed`: a folder whose entries were listed. A path may come several times.
    std::function<void(const std::string& path, bool is_listed)> looked{};
};

/// What code for the target is compiled for: its triple with its flags, as clang understands them. Empty if the target
/// has no triple, or if clang does not know its architecture.
TargetFacts facts_of_target(const Target& target);

/// Reads all files for one target. Records have their qualified names ("core::CmdPacket"); the caller renames them to
/// the names of the spec. The result does not depend on `jobs`.
Reading read(const Request& request);

/// The triple that each file is compiled for, in the order of the request, if its target names none: that of its
/// compile command and the flags, or the host. Fails if compile_commands.json cannot be read.
Result<std::vector<std::string>> machines_of(const Request& request);

}  // namespace abi::clang_reader

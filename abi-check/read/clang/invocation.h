// How clang's front end is started for a compile command.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "clang/Frontend/CompilerInvocation.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "read/clang/database.h"
#include "read/clang/diagnostics.h"

namespace abi::clang_reader {

/// Whether a command names the folder of clang's own headers.
bool names_resources(const std::vector<std::string>& arguments);

/// What clang's driver makes of the command: without warnings, limits, plugins and files that it would write. Returns
/// null if the driver refuses it; `errors` may have the reason.
std::shared_ptr<clang::CompilerInvocation> make_invocation(const BuildCommand& command,
                                                           llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files,
                                                           UnitDiagnostics& errors);

}  // namespace abi::clang_reader

#include "read/clang/invocation.h"

#include <algorithm>
#include <utility>

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/Utils.h"
#include "llvm/Support/Path.h"
#include "read/clang/home.h"

namespace abi::clang_reader {
namespace {

/// A -resource-dir of the command wins. A compiler without a folder is taken to be the clang that belongs to us.
std::vector<std::string> at_home(std::vector<std::string> arguments) {
    if (arguments.empty()) return arguments;
    if (!names_resources(arguments)) {
        arguments.insert(arguments.begin() + 1, "-resource-dir=" + clang_home().resources);
    }
    if (!llvm::sys::path::has_parent_path(arguments[0])) {
        llvm::SmallString<128> compiler(clang_home().programs);
        llvm::sys::path::append(compiler, arguments[0]);
        arguments[0] = std::string(compiler.str());
    }
    return arguments;
}

}  // namespace

bool names_resources(const std::vector<std::string>& arguments) {
    return std::ranges::any_of(arguments,
                               [](llvm::StringRef argument) { return argument.starts_with("-resource-dir"); });
}

std::shared_ptr<clang::CompilerInvocation> make_invocation(const BuildCommand& command,
                                                           llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files,
                                                           UnitDiagnostics& errors) {
    const auto arguments = at_home(command.arguments);
    std::vector<const char*> words;
    words.reserve(arguments.size());
    for (const auto& argument : arguments) words.push_back(argument.c_str());

    clang::CreateInvocationOptions options;
    options.Diags =
        clang::CompilerInstance::createDiagnostics(llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>().get(), &errors,
                                                   /*ShouldOwnClient=*/false);
    options.VFS = std::move(files);
    std::shared_ptr<clang::CompilerInvocation> invocation = clang::createInvocation(words, std::move(options));
    if (!invocation || errors.first) return nullptr;

    auto& frontend = invocation->getFrontendOpts();
    frontend.DisableFree = false;
    frontend.ShowStats = false;
    frontend.Plugins.clear();
    frontend.AddPluginActions.clear();
    invocation->getDependencyOutputOpts() = {};
    auto& diagnostics = invocation->getDiagnosticOpts();
    diagnostics.IgnoreWarnings = true;
    diagnostics.ShowCarets = false;
    diagnostics.ErrorLimit = 0;  // no limit: macros in the tail that are not constants cause errors, too
    diagnostics.DiagnosticLogFile.clear();
    diagnostics.DiagnosticSerializationFile.clear();
    return invocation;
}

}  // namespace abi::clang_reader

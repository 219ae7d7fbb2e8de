#include "read/clang/unit_run.h"

#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Serialization/PCHContainerOperations.h"
#include "read/clang/command.h"
#include "read/clang/home.h"
#include "read/clang/invocation.h"

namespace abi::clang_reader {
namespace {

/// Why only the parser knows what a unit includes, as far as the command tells.
std::string unknown_in(const clang::CompilerInvocation& invocation) {
    const auto& frontend = invocation.getFrontendOpts();
    const auto& preprocessor = invocation.getPreprocessorOpts();
    const auto& headers = invocation.getHeaderSearchOpts();
    const auto& language = invocation.getLangOpts();
    if (frontend.Inputs.size() != 1 || !frontend.Inputs.front().isFile()) return "the command has not one source";
    const auto kind = frontend.Inputs.front().getKind();
    const bool is_text = kind.getFormat() == clang::InputKind::Source && !kind.isPreprocessed();
    const bool is_known = kind.getLanguage() == clang::Language::C || kind.getLanguage() == clang::Language::CXX ||
                          kind.getLanguage() == clang::Language::ObjC || kind.getLanguage() == clang::Language::ObjCXX;
    if (!is_text || !is_known) return "the source is not C or C++";
    if (language.TraditionalCPP) return "-traditional-cpp";
    // C++20 has modules, but maps of headers to modules only by an option.
    if ((language.Modules && !language.CPlusPlusModules) || headers.ImplicitModuleMaps ||
        !frontend.ModuleMapFiles.empty() || !frontend.ModuleFiles.empty() || !headers.PrebuiltModuleFiles.empty()) {
        return "modules";
    }
    if (!preprocessor.ChainedIncludes.empty() || !preprocessor.PCHThroughHeader.empty()) return "a precompiled header";
    if (!preprocessor.RemappedFiles.empty() || !preprocessor.RemappedFileBuffers.empty()) return "-remap-file";
    if (!headers.VFSOverlayFiles.empty()) return "-ivfsoverlay";
    return "";
}

}  // namespace

void Preprocess::ExecuteAction() {
    auto& preprocessor = getCompilerInstance().getPreprocessor();
    begin_(getCompilerInstance());
    preprocessor.EnterMainSourceFile();
    clang::Token token;
    do {
        preprocessor.Lex(token);
    } while (token.isNot(clang::tok::eof) && !is_enough_(token));
    end_(getCompilerInstance());
}

UnitRun::UnitRun(const BuildCommand& command, ScannedFiles& table,
                 const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::string& root)
    : errors_(root), files_(llvm::makeIntrusiveRefCnt<FilesToScan>(files, table)) {
    if (command.problem || !unread_response_file(command.arguments).empty() ||
        (clang_home().resources.empty() && !names_resources(command.arguments))) {
        failure_ = "the command cannot be followed";
        return;
    }
    invocation_ = make_invocation(command, files_, errors_);
    failure_ = invocation_ ? unknown_in(*invocation_) : "the command cannot be followed";
}

std::string UnitRun::run(Preprocess& action) {
    clang::CompilerInstance compiler(std::make_shared<clang::PCHContainerOperations>());
    compiler.setInvocation(invocation_);
    compiler.setVerboseOutputStream(std::make_unique<llvm::raw_null_ostream>());
    compiler.createDiagnostics(&errors_, /*ShouldOwnClient=*/false);
    compiler.createFileManager(files_);
    compiler.createSourceManager(compiler.getFileManager());
    const bool is_done = compiler.ExecuteAction(action);
    if (errors_.first) return errors_.first->found;
    return is_done ? "" : "the preprocessor stopped";
}

}  // namespace abi::clang_reader

// One run of clang's preprocessor alone over a unit.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "read/clang/database.h"
#include "read/clang/diagnostics.h"
#include "read/clang/scanned_files.h"

namespace abi::clang_reader {

/// Runs the preprocessor to the end of the unit, or to the first token that `is_enough`.
class Preprocess : public clang::PreprocessorFrontendAction {
  public:
    using Step = std::function<void(clang::CompilerInstance&)>;
    using Token = std::function<bool(const clang::Token&)>;
    Preprocess(Step begin, Token is_enough, Step end)
        : begin_(std::move(begin)), is_enough_(std::move(is_enough)), end_(std::move(end)) {}

  protected:
    void ExecuteAction() override;

  private:
    Step begin_;
    Token is_enough_;
    Step end_;
};

/// What all runs of the preprocessor share.
class UnitRun {
  public:
    UnitRun(const BuildCommand& command, ScannedFiles& table,
            const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::string& root);

    /// Why only the parser knows what the unit includes, as far as the command tells; or "".
    const std::string& failure() const { return failure_; }
    FilesToScan& files() { return *files_; }
    clang::CompilerInvocation& invocation() { return *invocation_; }
    std::string main_file() const { return invocation_->getFrontendOpts().Inputs.front().getFile().str(); }

    /// Returns why it failed, or "".
    std::string run(Preprocess& action);

  private:
    UnitDiagnostics errors_;
    llvm::IntrusiveRefCntPtr<FilesToScan> files_;
    std::shared_ptr<clang::CompilerInvocation> invocation_;
    std::string failure_;
};

}  // namespace abi::clang_reader

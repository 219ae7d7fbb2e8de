#include "read/clang/precompiled.h"

#include "clang/Serialization/ASTReader.h"
#include "clang/Serialization/InMemoryModuleCache.h"

namespace abi::clang_reader {
namespace {

class InputFiles : public clang::ASTReaderListener {
  public:
    bool needsInputFileVisitation() override { return true; }
    bool needsSystemInputFileVisitation() override { return true; }
    bool visitInputFile(llvm::StringRef name, bool /*is_system*/, bool /*is_overridden*/, bool /*is_module*/) override {
        found.push_back(name.str());
        return true;
    }

    std::vector<std::string> found;
};

}  // namespace

std::optional<std::vector<std::string>> files_in_precompiled(const std::string& path,
                                                             clang::CompilerInstance& compiler) {
    InputFiles files;
    const clang::InMemoryModuleCache no_modules;
    const bool has_failed = clang::ASTReader::readASTFileControlBlock(
        path, compiler.getFileManager(), no_modules, compiler.getPCHContainerReader(),
        /*FindModuleFileExtensions=*/false, files, /*ValidateDiagnosticOptions=*/false);
    if (has_failed) return std::nullopt;
    return std::move(files.found);
}

}  // namespace abi::clang_reader

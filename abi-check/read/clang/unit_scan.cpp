#include "read/clang/unit_scan.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <utility>

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Serialization/PCHContainerOperations.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/Path.h"
#include "read/clang/command.h"
#include "read/clang/home.h"
#include "read/clang/invocation.h"
#include "read/clang/precompiled.h"

namespace abi::clang_reader {
namespace {

namespace scan = clang::dependency_directives_scan;

/// Runs the preprocessor to the end of the unit, or to the first token that `is_enough`.
class Preprocess : public clang::PreprocessorFrontendAction {
  public:
    using Step = std::function<void(clang::CompilerInstance&)>;
    using Token = std::function<bool(const clang::Token&)>;
    Preprocess(Step begin, Token is_enough, Step end)
        : begin_(std::move(begin)), is_enough_(std::move(is_enough)), end_(std::move(end)) {}

  protected:
    void ExecuteAction() override {
        auto& preprocessor = getCompilerInstance().getPreprocessor();
        begin_(getCompilerInstance());
        preprocessor.IgnorePragmas();
        preprocessor.EnterMainSourceFile();
        clang::Token token;
        do {
            preprocessor.Lex(token);
        } while (token.isNot(clang::tok::eof) && !is_enough_(token));
        end_(getCompilerInstance());
    }

  private:
    Step begin_;
    Token is_enough_;
    Step end_;
};

/// Notices macros of the preprocessor whose value the directives alone do not tell.
class PlaceMacros : public clang::PPCallbacks {
  public:
    explicit PlaceMacros(bool& is_certain) : is_certain_(is_certain) {}

    void MacroExpands(const clang::Token& name, const clang::MacroDefinition& macro, clang::SourceRange /*range*/,
                      const clang::MacroArgs* /*arguments*/) override {
        const auto* info = macro.getMacroInfo();
        if (info == nullptr || !info->isBuiltinMacro()) return;
        const auto called = name.getIdentifierInfo()->getName();
        if (called == "__COUNTER__" || called == "__LINE__" || called == "__FILE__") is_certain_ = false;
    }

  private:
    bool& is_certain_;
};

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

/// Whether the language reads strings, numbers and comments otherwise than for_each_token, and trigraphs.
bool has_other_tokens(const clang::LangOptions& language, const ScannedFile& file) {
    if (!language.LineComment || language.MicrosoftExt || language.AsmBlocks) return true;
    return (file.ambiguities.is_modern && !language.CPlusPlus14) ||
           (file.ambiguities.is_trigraph && language.Trigraphs);
}

std::string first_error(const UnitDiagnostics& errors) {
    return errors.first ? errors.first->found : std::string();
}

/// What both runs of the preprocessor share.
class UnitRun {
  public:
    UnitRun(const BuildCommand& command, ScannedFiles& table,
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

    const std::string& failure() const { return failure_; }
    FilesToScan& files() { return *files_; }
    clang::CompilerInvocation& invocation() { return *invocation_; }
    std::string main_file() const { return invocation_->getFrontendOpts().Inputs.front().getFile().str(); }

    /// Returns why it failed, or "".
    std::string run(Preprocess& action) {
        clang::CompilerInstance compiler(std::make_shared<clang::PCHContainerOperations>());
        compiler.setInvocation(invocation_);
        compiler.setVerboseOutputStream(std::make_unique<llvm::raw_null_ostream>());
        compiler.createDiagnostics(&errors_, /*ShouldOwnClient=*/false);
        compiler.createFileManager(files_);
        compiler.createSourceManager(compiler.getFileManager());
        const bool is_done = compiler.ExecuteAction(action);
        if (errors_.first) return first_error(errors_);
        return is_done ? "" : "the preprocessor stopped";
    }

  private:
    UnitDiagnostics errors_;
    llvm::IntrusiveRefCntPtr<FilesToScan> files_;
    std::shared_ptr<clang::CompilerInvocation> invocation_;
    std::string failure_;
};

/// Collects the files of a unit while the preprocessor enters them.
class FileCollector {
  public:
    FileCollector(UnitScan& found, ScannedFiles& table, const clang::LangOptions& language)
        : found_(found), words_(table.words()), language_(language) {
        found_.words = found_.declared = words_.of_every_unit();
    }

    void add(const ScannedFile& file) {
        if (!known_.insert(&file).second) return;
        found_.files.push_back(&file);
        if (file.has_modules && (language_.CPlusPlusModules || language_.ObjC))
            found_.failure = "modules, by " + file.path;
        if (!file.is_understood || has_other_tokens(language_, file)) found_.is_certain = false;
        for (const auto word : file.uses.all) found_.words.set(static_cast<unsigned>(word));
        for (const auto word : file.uses.declared) found_.declared.set(static_cast<unsigned>(word));
        for (const auto word : file.uses.all) look_for_name(word, file);
    }
    /// Now all macros are known, so it is known which calls could declare their arguments.
    void finish() {
        for (const auto* file : found_.files) {
            for (const auto& [callee, word] : file->uses.in_calls) {
                if (!is_macro(callee)) continue;
                found_.declared.set(static_cast<unsigned>(word));
                look_for_name(word, *file);
            }
        }
    }
    bool is_decided() const { return !found_.wanted.empty() || !found_.failure.empty(); }

  private:
    void look_for_name(std::size_t word, const ScannedFile& file) {
        if (!found_.wanted.empty()) return;
        const auto* name = words_.name_with(word, found_.words, found_.declared);
        if (name == nullptr) return;
        found_.wanted = *name;
        found_.wanted_in = file.path;
    }
    bool is_macro(std::string_view name) const {
        return std::ranges::any_of(found_.files, [&](const ScannedFile* file) {
            return std::ranges::find(file->macros, name, &MacroText::name) != file->macros.end();
        });
    }

    UnitScan& found_;
    const WantedWords& words_;
    const clang::LangOptions& language_;
    llvm::SmallPtrSet<const ScannedFile*, 32> known_;
};

/// Whether the unit has no precompiled header, or one that was made of files of the unit only. The preprocessor alone
/// includes the source of the precompiled header instead.
bool has_precompiled_files(clang::CompilerInstance& compiler, FilesToScan& files,
                           const std::vector<const ScannedFile*>& scanned) {
    const auto& header = compiler.getPreprocessorOpts().ImplicitPCHInclude;
    if (header.empty()) return true;
    const auto inputs = files_in_precompiled(header, compiler);
    if (!inputs) return false;
    std::set<llvm::sys::fs::UniqueID> known;
    for (const auto* file : scanned) {
        if (!llvm::sys::path::is_absolute(file->path)) continue;  // the command line
        if (const auto status = files.status(file->path)) known.insert(status->getUniqueID());
    }
    return std::ranges::all_of(*inputs, [&](const std::string& input) {
        const auto status = files.status(input);
        return status && known.contains(status->getUniqueID());
    });
}

}  // namespace

UnitScan scan_unit(const BuildCommand& command, ScannedFiles& table,
                   const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::string& root) {
    static const scan::Directive end(scan::pp_eof, {});
    UnitScan found;
    UnitRun unit(command, table, files, root);
    found.failure = unit.failure();
    if (!found.failure.empty()) return found;
    FileCollector collector(found, table, unit.invocation().getLangOpts());
    // If the source itself has a wanted name, nothing else matters.
    if (const auto* main_file = unit.files().scanned(unit.main_file())) collector.add(*main_file);
    if (collector.is_decided()) return found;

    unit.invocation().getPreprocessorOpts().DependencyDirectivesForFile =
        [&](clang::FileEntryRef entry) -> std::optional<llvm::ArrayRef<scan::Directive>> {
        const auto* file = unit.files().scanned(entry.getName());
        if (file == nullptr) {
            found.failure = "no text of " + entry.getName().str();
            return std::nullopt;
        }
        collector.add(*file);
        if (collector.is_decided()) return llvm::ArrayRef(end);
        if (!file->has_directives) return std::nullopt;
        return llvm::ArrayRef<scan::Directive>(file->directives);
    };
    const auto begin = [&](clang::CompilerInstance& compiler) {
        auto& preprocessor = compiler.getPreprocessor();
        preprocessor.addPPCallbacks(std::make_unique<PlaceMacros>(found.is_certain));
        if (const auto* text = table.predefines(preprocessor.getPredefines())) collector.add(*text);
    };
    // Directives have no tokens. What comes nevertheless is of a file that clang's scanner does not understand.
    const auto is_enough = [&](const clang::Token& /*token*/) {
        found.is_certain = false;
        return false;
    };
    const auto finish = [&](clang::CompilerInstance& compiler) {
        if (!collector.is_decided()) collector.finish();
        if (!collector.is_decided() && !has_precompiled_files(compiler, unit.files(), found.files)) {
            found.failure = "a precompiled header of other files";
        }
    };
    Preprocess action(begin, is_enough, finish);
    const auto failure = unit.run(action);
    if (found.failure.empty() && found.wanted.empty()) found.failure = failure;
    return found;
}

UnitWords preprocess_unit(const BuildCommand& command, ScannedFiles& table,
                          const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::string& root) {
    UnitWords found{.failure = {}, .words = table.words().of_every_unit()};
    UnitRun unit(command, table, files, root);
    found.failure = unit.failure();
    if (!found.failure.empty()) return found;
    bool has_modules = false;
    const auto is_enough = [&](const clang::Token& token) {
        has_modules |= token.isOneOf(clang::tok::kw_import, clang::tok::kw_module, clang::tok::annot_module_include);
        return has_modules;
    };
    const auto end = [&](clang::CompilerInstance& compiler) {
        const auto& identifiers = compiler.getPreprocessor().getIdentifierTable();
        for (std::size_t word = 0; word < table.words().count(); ++word) {
            if (identifiers.find(table.words().word(word)) != identifiers.end()) {
                found.words.set(static_cast<unsigned>(word));
            }
        }
    };
    Preprocess action([](auto&) {}, is_enough, end);
    found.failure = unit.run(action);
    if (has_modules) found.failure = "modules";
    return found;
}

}  // namespace abi::clang_reader
